import { newFolder } from '../testing/server.ts'
import { upgradeContract } from './upgrade.contract.ts'

upgradeContract(newFolder)
