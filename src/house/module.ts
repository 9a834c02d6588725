/** What the rules need to know of a module, read from its syntax tree: what it imports, exports, calls and remarks. */
import { parseSync, Visitor } from 'oxc-parser'
import type { Expression } from 'oxc-parser'
import { lineAt } from './repository.ts'
import type { SourceFile } from './repository.ts'

export interface Mention {
  readonly name: string
  readonly line: number
}

export interface Module {
  readonly path: string
  /** Specifiers of `import`, `export from`, `import()` and `import('…').Type`. */
  readonly imports: readonly Mention[]
  readonly exports: readonly Mention[]
  /** Dotted names that are read or called, such as `Date.now`; `new Date()` stands for the one without arguments. */
  readonly uses: readonly Mention[]
  readonly comments: readonly Mention[]
  /** Interfaces, with `name` as `Name 3`, where 3 is the count of methods. */
  readonly interfaces: readonly (Mention & { readonly methods: number })[]
}

export function readModule({ path, text }: SourceFile): Module {
  const { program, module, comments, errors } = parseSync(path, text)
  const [error] = errors
  if (error) throw new Error(`${path}: not parsed: ${error.message}`)
  const at = (start: number, name: string): Mention => ({ name, line: lineAt(text, start) })
  const imports = module.staticImports.map(({ start, moduleRequest }) => at(start, moduleRequest.value))
  const exports: Mention[] = []
  for (const { start, moduleRequest, exportName, localName } of module.staticExports.flatMap((each) => each.entries)) {
    if (moduleRequest) imports.push(at(start, moduleRequest.value))
    const name = exportName.name ?? localName.name
    if (name !== null && name !== undefined) exports.push(at(start, name))
  }
  const uses: Mention[] = []
  const interfaces: (Mention & { methods: number })[] = []
  new Visitor({
    ImportExpression: ({ start, source }) => {
      if (source.type === 'Literal' && typeof source.value === 'string') imports.push(at(start, source.value))
    },
    TSImportType: ({ start, source }) => void imports.push(at(start, source.value)),
    TSAnyKeyword: ({ start }) => void uses.push(at(start, 'any')),
    Identifier: ({ start, name }) => void uses.push(at(start, name)),
    MemberExpression: (node) => void uses.push(at(node.start, dotted(node))),
    NewExpression: (node) =>
      void uses.push(at(node.start, `new ${dotted(node.callee)}(${node.arguments.length || ''})`)),
    TSInterfaceDeclaration: ({ start, id, body }) => {
      const methods = body.body.filter(
        (member) =>
          member.type === 'TSMethodSignature' ||
          (member.type === 'TSPropertySignature' && member.typeAnnotation?.typeAnnotation.type === 'TSFunctionType'),
      ).length
      interfaces.push({ ...at(start, id.name), methods })
    },
  }).visit(program)
  return { path, imports, exports, uses, interfaces, comments: comments.map(({ start, value }) => at(start, value)) }
}

function dotted(node: Expression): string {
  if (node.type === 'Identifier') return node.name
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return '?'
  return `${dotted(node.object)}.${node.property.name}`
}
