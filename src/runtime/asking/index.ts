/** Steps that somebody else carries out: how they are asked, and what they reply. */

export { askSomebody, nobodyIn, placeOf, type Question, type Reply } from './ask.ts'
export { answerTo } from './request.ts'
export { ASKING } from './variables.ts'
export { askBy, wayToAsk, type AskingFlags } from './way.ts'
