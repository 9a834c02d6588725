/** What a saved run proves: held against what was promised, sealed by who ran it, verified by who is to believe it. */

import type { Command } from 'commander'
import type { CommitmentsFlags } from './commands/commitments.ts'
import type { SealFlags } from './commands/seal.ts'
import type { VerifyFlags } from './commands/verify.ts'
import { HELP } from './help.ts'

export function addEvidence(syncdrill: Command): void {
  syncdrill
    .command('commitments')
    .description('Hold a saved run against what a provider promised: each line is shown, refuted or not shown.')
    .argument('<run>', 'a drill (its latest run), a run, or the path of one')
    .argument('[file]', 'the commitments; those that the run was held against when left out')
    .option('--keep', 'write it into the report of the run')
    .option('--json', 'as JSON')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.commitments)
    .action(async (run: string, file: string | undefined, options: CommitmentsFlags) => {
      const { holdAgainst } = await import('./commands/commitments.ts')
      process.exitCode = await holdAgainst(run, file, options)
    })

  syncdrill
    .command('seal')
    .description('Make one signed file of a saved run, once it is clear that it is what its ledgers give.')
    .argument('[run]', 'a drill (its latest run), a run, or the path of one; the newest of all when left out')
    .requiredOption('--key <file>', 'a private Ed25519 key: of OpenSSH or OpenSSL, without a passphrase')
    .option('--out <file>', 'where it goes; <run>.evidence.tgz beside the run when left out')
    .option('--secret <names...>', 'environment variables whose values must be in no file')
    .option('--reports <folder>', 'where reports are', 'reports')
    .addHelpText('after', HELP.seal)
    .action(async (run: string | undefined, options: SealFlags) => {
      const { sealRun } = await import('./commands/seal.ts')
      process.exitCode = await sealRun(run, options)
    })

  syncdrill
    .command('verify')
    .description('Say whether a sealed run is what was signed, and what its ledgers give. Starts and writes nothing.')
    .argument('<bundle>', 'the file that seal made')
    .option('--key <file>', 'the public key that it must be signed by: of OpenSSH, OpenSSL or minisign')
    .option('--challenge <text>', 'what the run was asked for with')
    .option('--json', 'as JSON')
    .addHelpText('after', HELP.verify)
    .action(async (bundle: string, options: VerifyFlags) => {
      const { verify } = await import('./commands/verify.ts')
      process.exitCode = await verify(bundle, options)
    })
}
