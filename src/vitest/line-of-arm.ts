/** Where an arm stands in its drill file, for tools that show a result beside the source. */

/** The line that declares it, from 1; undefined where the arm comes from elsewhere, as rows that are made do. */
export function lineOfArm(source: string, arm: string): number | undefined {
  const name = arm.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`).replaceAll(/['"`]/g, String.raw`\\?$&`)
  const declared = new RegExp(String.raw`^[^/]*?(?:(['"\`])${name}\1|(?<![\w$'"\`])${name})\s*:`)
  const lines = source.split('\n')
  const opens = lines.findIndex((line) => /\barms\s*:/.test(line))
  if (opens === -1) return undefined
  const place = lines.findIndex((line, at) => at >= opens && declared.test(line))
  return place === -1 ? undefined : place + 1
}
