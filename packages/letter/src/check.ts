import { fieldNames, findField } from './catalogue.ts'
import { hasForbidden } from './characters.ts'
import { checkShape } from './check-shape.ts'
import {
  conditionOperators,
  type DocNode,
  emptyRules,
  type LetterDocument,
  markFacts,
  nodeFacts,
  textAlignments,
} from './document.ts'
import { type Category, categories } from './fields.ts'
import { formatNames } from './format.ts'
import { isSafeImage, isSafeLink } from './safe-urls.ts'
import { nearest } from './suggest.ts'
import type { Problem } from './types.ts'

interface Walk {
  category?: Category
  problems: Problem[]
}

interface Place {
  path: string
  /** The list being repeated around this node. */
  list?: string
}

/** More than this many problems help nobody; the walk stops. */
const maxProblems = 100

function say(walk: Walk, code: Problem['code'], path: string, en: string, fr: string, suggestion?: string): void {
  const meant = suggestion
    ? { en: `${en}. Did you mean “${suggestion}”?`, fr: `${fr}. Vouliez-vous dire « ${suggestion} » ?` }
    : { en: `${en}.`, fr: `${fr}.` }
  walk.problems.push({ code, path, message: meant, ...(suggestion ? { suggestion } : {}) })
}

/** Shortens what users or attackers typed before it is repeated in a message. */
function quote(value: unknown): string {
  return String(value).slice(0, 60)
}

function checkMarks(walk: Walk, node: DocNode, path: string): void {
  for (const mark of node.marks ?? []) {
    if (!Object.hasOwn(markFacts, mark.type)) {
      const name = quote(mark.type)
      say(
        walk,
        'unknown-mark',
        path,
        `Unknown style “${name}”`,
        `Style inconnu « ${name} »`,
        nearest(mark.type, Object.keys(markFacts)),
      )
    } else if (mark.type === 'link' && !isSafeLink(mark.attrs?.href)) {
      const href = quote(mark.attrs?.href)
      say(
        walk,
        'unsafe-link',
        path,
        `The link “${href}” is not a web address, e-mail address or telephone number`,
        `Le lien « ${href} » n’est ni une adresse web, ni une adresse e-mail, ni un numéro de téléphone`,
      )
    }
  }
}

function unknownField(walk: Walk, category: Category, name: unknown, path: string): void {
  const shown = quote(name)
  const meant = typeof name === 'string' ? nearest(name, fieldNames(category)) : undefined
  say(
    walk,
    'unknown-field',
    path,
    `This category has no field “${shown}”`,
    `Cette catégorie n’a pas de champ « ${shown} »`,
    meant,
  )
}

function checkList(walk: Walk, name: unknown, place: Place): void {
  if (place.list !== undefined) {
    say(
      walk,
      'nested-repeat',
      place.path,
      'A repeat cannot stand inside another repeat',
      'Une répétition ne peut pas en contenir une autre',
    )
  }
  if (!walk.category) return
  const found = typeof name === 'string' ? findField(walk.category, name) : undefined
  if (!found) unknownField(walk, walk.category, name, place.path)
  else if (found.field.type !== 'list' || !found.field.items) {
    say(
      walk,
      'not-a-list',
      place.path,
      `“${found.field.label.en}” has no rows to repeat`,
      `« ${found.field.label.fr} » n’a pas de lignes à répéter`,
    )
  }
}

function checkField(walk: Walk, name: unknown, format: unknown, use: 'chip' | 'condition', place: Place): void {
  if (!walk.category) return
  const found = typeof name === 'string' ? findField(walk.category, name) : undefined
  if (!found) {
    unknownField(walk, walk.category, name, place.path)
    return
  }
  const { field, list } = found
  if (list && list.name !== place.list) {
    say(
      walk,
      'field-outside-repeat',
      place.path,
      `“${field.label.en}” belongs inside a repeat of “${list.label.en}”`,
      `« ${field.label.fr} » doit être dans une répétition de « ${list.label.fr} »`,
    )
  } else if (use === 'chip' && field.items) {
    say(
      walk,
      'not-a-list',
      place.path,
      `“${field.label.en}” has rows: repeat it, do not write it`,
      `« ${field.label.fr} » a des lignes : il se répète, il ne s’écrit pas`,
    )
  }
  if (typeof format === 'string' && !formatNames(field).includes(format)) {
    const shown = quote(format)
    say(
      walk,
      'bad-attribute',
      place.path,
      `“${field.label.en}” has no format “${shown}”`,
      `« ${field.label.fr} » n’a pas de format « ${shown} »`,
      nearest(format, formatNames(field)),
    )
  }
}

function badAttribute(walk: Walk, node: DocNode, attr: string, place: Place): void {
  const shown = quote(node.attrs?.[attr])
  say(
    walk,
    'bad-attribute',
    place.path,
    `“${shown}” is not possible for ${attr}`,
    `« ${shown} » n’est pas possible pour ${attr}`,
  )
}

function oneOf(walk: Walk, node: DocNode, attr: string, values: readonly unknown[], place: Place): void {
  const value = node.attrs?.[attr]
  if (value !== undefined && value !== null && !values.includes(value)) badAttribute(walk, node, attr, place)
}

const shortTexts = ['fallback', 'value', 'alt', 'title'] as const

function checkAttrs(walk: Walk, node: DocNode, place: Place): void {
  const attrs = node.attrs ?? {}
  oneOf(walk, node, 'textAlign', textAlignments, place)
  oneOf(walk, node, 'indent', ['half'], place)
  for (const attr of shortTexts) {
    const value = attrs[attr]
    if (value === undefined || value === null || typeof value === 'number') continue
    if (typeof value !== 'string' || value.length > 1000 || hasForbidden(value)) badAttribute(walk, node, attr, place)
  }
  if (node.type === 'heading') oneOf(walk, node, 'level', [1, 2, 3], place)
  if (node.type === 'image' && !isSafeImage(attrs.src)) {
    say(
      walk,
      'unsafe-image',
      place.path,
      `The image “${quote(attrs.src)}” is neither inside the letter nor a stored file`,
      `L’image « ${quote(attrs.src)} » n’est ni dans la lettre ni un fichier enregistré`,
    )
  }
  if (node.type === 'mergeField') {
    oneOf(walk, node, 'ifEmpty', emptyRules, place)
    checkField(walk, attrs.field, attrs.format, 'chip', place)
  }
  if (node.type === 'condition') {
    oneOf(walk, node, 'operator', conditionOperators, place)
    checkField(walk, attrs.field, undefined, 'condition', place)
  }
  if (node.type === 'repeat') checkList(walk, attrs.list, place)
  if (node.type === 'tableRow' && attrs.repeat) checkList(walk, attrs.repeat, place)
}

function checkNode(walk: Walk, node: DocNode, place: Place): void {
  if (walk.problems.length >= maxProblems) return
  if (!Object.hasOwn(nodeFacts, node.type)) {
    const name = quote(node.type)
    say(
      walk,
      'unknown-node',
      place.path,
      `Unknown element “${name}”`,
      `Élément inconnu « ${name} »`,
      nearest(node.type, Object.keys(nodeFacts)),
    )
    return
  }
  checkMarks(walk, node, place.path)
  checkAttrs(walk, node, place)
  if (node.text !== undefined && hasForbidden(node.text)) {
    say(
      walk,
      'control-character',
      place.path,
      'The text holds invisible control characters',
      'Le texte contient des caractères de contrôle invisibles',
    )
  }
  const repeated = node.type === 'repeat' ? node.attrs?.list : node.type === 'tableRow' ? node.attrs?.repeat : undefined
  const list = typeof repeated === 'string' && repeated ? repeated : place.list
  node.content?.forEach((child, i) => {
    checkNode(walk, child, { path: place.path ? `${place.path}.content.${i}` : `content.${i}`, list })
  })
}

/**
 * Everything that is wrong with a document, worst first and at most 100; empty = it may be saved and compiled.
 * Never throws, whatever `doc` is. Without a category the fields are not looked up (an unknown category is treated so).
 * Depth and size are looked at first, without recursion, and stop the rest.
 */
export function checkDocument(doc: unknown, category?: Category): Problem[] {
  const shape = checkShape(doc)
  if (shape.length > 0) return shape
  const known = category && categories.includes(category) ? category : undefined
  const walk: Walk = { problems: [], ...(known ? { category: known } : {}) }
  checkNode(walk, doc as LetterDocument, { path: '' })
  return walk.problems
}
