// A page of the guide as HTML: static, without scripts, dark or light as the reader's system is.
import { type Block, type Cell, type GuidePage, type Inline, textOf } from '#shared/guide/page.ts'
import { guideParts, pageList } from '#shared/guide/page-list.ts'

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => escapes[sign]!)

const all = (content: readonly Inline[]): string => content.map(inline).join('')

function inline(one: Inline): string {
  switch (one.type) {
    case 'text':
      return escaped(one.text)
    case 'code':
      return `<code>${escaped(one.text)}</code>`
    case 'key':
      return `<kbd>${escaped(one.text)}</kbd>`
    case 'strong':
      return `<strong>${all(one.content)}</strong>`
    case 'emphasis':
      return `<em>${all(one.content)}</em>`
    case 'link': {
      if ('url' in one.to) return `<a href="${escaped(one.to.url)}">${all(one.content)}</a>`
      // A file of the repository is not beside these pages.
      if ('file' in one.to) return all(one.content)
      const { page, section } = one.to
      return `<a href="${page}.html${section === '' ? '' : `#${section}`}">${all(one.content)}</a>`
    }
  }
}

const row = (cells: readonly Cell[], tag: 'th' | 'td'): string =>
  `<tr>${cells.map((cell) => `<${tag}>${all(cell)}</${tag}>`).join('')}</tr>`

/** The name of a picture beside the pages. */
export const pictureName = (file: string): string => `pictures/${file.split('/').at(-1)!}`

function html(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h${block.level} id="${escaped(block.id)}">${all(block.content)}</h${block.level}>`
    case 'paragraph':
      return `<p>${all(block.content)}</p>`
    case 'list': {
      const tag = block.ordered ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${item.map(html).join('')}</li>`).join('\n')}</${tag}>`
    }
    case 'code':
      return `<pre><code>${escaped(block.text)}</code></pre>`
    case 'table':
      return `<table><thead>${row(block.head, 'th')}</thead><tbody>${block.rows.map((cells) => row(cells, 'td')).join('\n')}</tbody></table>`
    case 'picture':
      return `<p><img src="${escaped(pictureName(block.file))}" alt="${escaped(block.text)}" width="1280" height="800"></p>`
  }
}

const style = `:root { color-scheme: dark light; }
body { display: grid; grid-template-columns: 13rem minmax(0, 52rem); gap: 2.5rem; margin: 0 auto; padding: 1.5rem; max-width: 72rem; font: 16px/1.5 system-ui, sans-serif; }
nav ul { margin: 0 0 1rem; padding: 0; list-style: none; }
nav h2 { margin: 0; font-size: .8rem; opacity: .8; }
nav a[aria-current] { font-weight: 600; }
code, kbd, pre { font: .875em/1.5 ui-monospace, monospace; }
pre { padding: .75rem 1rem; overflow-x: auto; border: 1px solid; border-radius: 6px; }
kbd { padding: 0 .3em; border: 1px solid; border-radius: 4px; white-space: nowrap; }
img { max-width: 100%; height: auto; border-radius: 6px; }
table { display: block; overflow-x: auto; border-collapse: collapse; font-size: .875rem; }
th, td { padding: .3rem 1rem .3rem 0; border-bottom: 1px solid; text-align: left; vertical-align: top; }
@media (width < 48rem) { body { display: block; } }`

/** A whole page, with the list of all of them. @param pages all, for their titles */
export function htmlPage(page: GuidePage, pages: readonly GuidePage[]): string {
  const titleOf = (id: string): string => escaped(pages.find((one) => one.id === id)!.title)
  const parts = guideParts.map((name) => {
    const links = pageList
      .filter(({ part }) => part === name)
      .map(
        ({ id }) => `<li><a href="${id}.html"${id === page.id ? ' aria-current="page"' : ''}>${titleOf(id)}</a></li>`,
      )
    return `<h2>${name}</h2>\n<ul>\n${links.join('\n')}\n</ul>`
  })
  const about = page.blocks.find(({ type }) => type === 'paragraph')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="description" content="${about === undefined ? '' : escaped(textOf(about))}">
<title>${titleOf(page.id)} · Blockscope</title>
<style>
${style}
</style>
</head>
<body>
<nav aria-label="Pages of the guide">
${parts.join('\n')}
</nav>
<main>
${page.blocks.map(html).join('\n')}
</main>
</body>
</html>
`
}
