/** Users are told in time. Shown by what was announced, and by nothing else. */

import { notShown, type Rule } from './answer.ts'

export const usersAreTold: Rule<'users are told'> = () => notShown('nobody recorded what users were told')
