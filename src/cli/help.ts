/** What `--help` teaches below the options: each command by example. */

export const HELP = {
  all: `
Examples:
  $ syncdrill init                                   a first drill of your own, ready to run
  $ syncdrill list                                   which drills there are, and what each arm must show
  $ syncdrill plan sidekick-2009                     what would happen, step by step; starts nothing
  $ syncdrill run sidekick-2009 --seed 7             let it happen, and judge it
  $ syncdrill rehearse up-down-up                    an upgrade and the way back, one step at a time
  $ syncdrill report                                 look at what happened
  $ syncdrill run --help                             more of one command, with its exit codes`,

  run: `
Examples:
  $ syncdrill run                                    every drill in scenarios/
  $ syncdrill run sidekick-2009                      one drill, all arms
  $ syncdrill run sidekick-2009 --seed 7 --arm 'as reported'
  $ syncdrill run ./our.drill.ts --runtime embedded
  $ syncdrill run contacts --address dav=https://dav.example.org --dry-run
                                                     what would be sent to a service of somebody else; sends nothing
  $ syncdrill run contacts --address dav=https://dav.example.org --allow-external dav.example.org:443
  $ syncdrill run ./our.drill.ts --commitments ./provider.yaml
  $ syncdrill run audit --ask-command './asked.sh'   a step of it is carried out by somebody else: ask this command
  $ syncdrill run audit --ask-url https://ci.example/asked
                                                     ... or this webhook; without either, the person at the terminal
  $ syncdrill run --seed 7 --shard 2/5               the second of five machines; 'merge' puts them together
  $ syncdrill run --seed 7 --shard auto              as GitLab, CircleCI, Buildkite, AWS Batch or Slurm number it
  $ syncdrill run --seed 7 --shard auto/5            as an indexed job of Kubernetes does, which knows no number of jobs
  $ syncdrill run crash --secret API_TOKEN           the value of $API_TOKEN is written into no ledger, log or report

On GitHub Actions, arms that did not end as expected are annotations on their drill files, and the step has a summary.

Exit codes: 0 every arm as expected, 1 data would be lost, 2 bad usage, 3 inconclusive or not as expected,
4 environment, 5 something was left behind, 70 a bug of ours, 130 interrupted.`,

  init: `
Examples:
  $ syncdrill init                                   asks two questions
  $ syncdrill init --yes                             asks none
  $ syncdrill init --folder drills --ci github,gitlab

What it writes runs at once, and is green: a drill of two arms on a small stand-in service. Then put your own service in
its place, as the comments in the drill and in the adapter say.`,

  check: `
Examples:
  $ syncdrill check ./our.drill.ts                   is the adapter right?
  $ syncdrill check ./our.drill.ts --arm 'version 2' of the service that this arm starts

Writes, reads back, updates, deletes, reads what changed, goes past page sizes, lets two devices meet, and takes the
answers away. A wrong adapter looks like a service that loses data: it is told here, in plain words, with exit code 2.
Exit code 0 where every trial passes, 4 where the services do not start.`,

  rehearse: `
Examples:
  $ syncdrill rehearse up-down-up 'the migration runs once more'
                                                     an upgrade and the way back, one step at a time
  $ syncdrill rehearse older-restore --decisions ./decided.json
                                                     in a pipeline: { "recovery.1": "stop" }
  $ syncdrill rehearse older-restore --yes           every step, and nobody is asked

Before each step it shows what has changed (records, services, versions, copies) and what comes next and will touch.
Type a number or its words: go on; roll back a service that was upgraded; restore from a backup that has copies; stop,
which reads and judges what is there. Ctrl-C breaks it off, heals and removes everything. Nothing but lines are
written: it works over ssh. The rehearsal is kept by the hash of the plan, and a later run of the same plan says when
it was rehearsed, and how that ended. Exit codes are those of run; what was decided otherwise than the plan is 3.`,

  merge: `
Examples:
  $ syncdrill merge reports-1 reports-2 reports-3    what three machines brought
  $ syncdrill merge ./artifacts --reports reports    all of them lie in one folder

All shards must be there, of one seed and with equal plan hashes; whatever is missing is named, with exit code 2. The
exit code is that of the whole run.`,

  replay: `
Examples:
  $ syncdrill replay                                 the newest run
  $ syncdrill replay bad-upgrade                     the latest run of one drill
  $ syncdrill replay reports/bad-upgrade/20261124T094531-8179 --arm 'straight to production'

The plan is compiled again and must be the saved one, by its hash. The same seed plans the same edits; retries and
timing belong to real processes, so counts may differ where verdict and broken promises do not.`,

  plan: `
Examples:
  $ syncdrill plan bad-upgrade                       every arm, with a seed of its own
  $ syncdrill plan bad-upgrade --seed 7 --arm 'straight to production' --edits
  $ syncdrill plan ./our.drill.ts --json | jq '.[].planHash'

The same seed plans the same edits as 'syncdrill run' does with it.`,

  judge: `
Examples:
  $ syncdrill judge reports/bad-upgrade/latest       all arms of a run
  $ syncdrill judge reports/bad-upgrade/latest/straight-to-production
  $ syncdrill judge ./ledger.jsonl --json | jq .judgement.sentence

It ends with the exit code that the run had, as far as ledgers tell: 0 as expected, 1 data would be lost,
3 inconclusive or not as expected; 2 where there is no ledger of ours.`,

  commitments: `
Examples:
  $ syncdrill commitments bad-upgrade ./provider.yaml          the latest run of a drill
  $ syncdrill commitments bad-upgrade ./provider.yaml --keep   and say so on its pages, too
  $ syncdrill commitments bad-upgrade --json | jq '.lines[] | select(.state == "refuted").promised'

A run shows what it put to the test, and no more: two minutes show no retention of thirty days.

Exit codes: 0 something shown and nothing refuted, 1 a line is refuted, 3 nothing shown, 2 bad usage.`,

  show: `
Examples:
  $ syncdrill show                                   all that something is wrong with, in the newest run of all
  $ syncdrill show --run sidekick-2009 --fate lost --device phones-7
  $ syncdrill show rec-254196-paky                   every edit, answer and view of one record, and what took it
  $ syncdrill show --all --json | jq -s 'group_by(.fate) | map({fate: .[0].fate, records: length})'

Reads ledgers alone, and starts nothing. The numbers of entries are lines of the arm's ledger.jsonl.`,

  report: `
Examples:
  $ syncdrill report                                 the newest run of all
  $ syncdrill report bad-upgrade                     the latest run of one drill
  $ syncdrill report bad-upgrade --print             its path, for a script`,

  history: `
Examples:
  $ syncdrill history                                every drill that has runs
  $ syncdrill history sidekick-2009 --most 30        one drill, thirty runs of each arm
  $ syncdrill history --json | jq '.arms[] | select(.turns != [])'

Says how each arm ended, its RPO and RTO, and what was lost; where an arm turned red or green, what changed since the
run before: the commit of the drill's repository, versions, runtime, seed. The page is history.html in the folder of
reports. Exit code 0; 2 where there are no runs, or a report cannot be read.`,

  compare: `
Examples:
  $ syncdrill compare broken-uploads                 the arms of its latest run, where only the site differs
  $ syncdrill compare sidekick-2009 20261124T094531-8179
  $ syncdrill compare sidekick-2009 sidekick-2009-on-postgres --json | jq .arms[].differs

Says for each arm what differs between the sites, and what came of it: fates by collection, RPO and RTO, what each
group of devices lost, refused edits, copies and promises. Runs whose plans differ in anything but the site are refused
by name, with exit code 2: seed, devices, steps, promises, planned edits. The page is compare.html in the folder of
reports.`,

  seal: `
Examples:
  $ ssh-keygen -t ed25519 -N '' -f lab               a key, once; lab.pub is for whoever verifies
  $ syncdrill seal --key lab                         the newest run of all
  $ syncdrill seal outage --key lab --secret API_TOKEN

Every ledger is judged again first. A run that was changed, a file that no run writes, and a secret in any file, in
whatever encoding, are refused with exit code 2, and nothing is signed.`,

  verify: `
Examples:
  $ syncdrill verify 20261124T041022-afa7.evidence.tgz --key lab.pub
  $ syncdrill verify run.evidence.tgz --key lab.pub --challenge 'asked on 24 November by Anna'
  $ syncdrill verify run.evidence.tgz --json | jq .evidence.notRun

Exit code 0 where everything holds and the key is the one that you named, 1 where anything does not, 3 without a key:
then nobody knows whose it is. It says nothing of the verdict: evidence of a loss holds too.`,

  list: `
Examples:
  $ syncdrill list                                   every drill in scenarios/
  $ syncdrill list sidekick-2009 ./our.drill.ts      these two`,

  doctor: `
Examples:
  $ syncdrill doctor                                 before the first drill
  $ syncdrill doctor --json | jq '.[] | select(.fitness != "fit")'

Node.js, Docker engine and its API, Docker Compose, disk, ports, and what earlier runs left behind. Exit code 0 where
drills can run, even if not all of them; 4 where none can.`,

  cleanup: `
Examples:
  $ syncdrill cleanup                                after a power failure, or kill -9 of a whole run
  $ syncdrill cleanup --engine tcp://192.0.2.7:2375  the engine has another address than the run knew

Only what a journal names, or what carries its run's name, is removed. A run that goes on is named with its processes
and how to end it, and is not touched. Exit code 5 where something could not be removed.`,
} as const
