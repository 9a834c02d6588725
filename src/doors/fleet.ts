/** `syncdrill/fleet`: real client programs that people's devices can run. */

export type { Program } from '../fleet/programs/program.ts'
export { vdirsyncer, type VdirsyncerOptions } from '../fleet/programs/vdirsyncer.ts'
