/** Steps that somebody else carries out: how they are asked, and what they reply. */

export { askSomebody, nobodyIn, placeOf, type Question, type Reply } from './ask.ts'
export { answerTo } from './request.ts'
export { askBy, ASKING, wayToAsk, type AskingFlags } from './way.ts'
