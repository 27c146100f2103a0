import { lazyRouteComponent } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { NotFound } from './not-found.tsx'

type Load = () => Promise<unknown>

/**
 * A page in a chunk of its own. The loader's type is loose on purpose: pages read the router's types, so a precise one
 * would make each depend on the other.
 */
export const lazyPage = (load: Load, name: string) =>
  lazyRouteComponent(async () => {
    const module = (await load()) as Record<string, ComponentType>
    const component = module[name]
    if (!component) throw new Error(`The page module has no export ${name}`)
    return { default: component }
  })

const pageFiles = import.meta.glob('../features/{letters,documents,dispatches,messages}/*-page.tsx')

/**
 * A page of the writing half of Mailroom, found by its file name: `dispatches/home-page` exports `HomePage`. While the
 * file is not in the build the address answers "does not exist" instead of breaking it.
 */
export function foundPage(file: `${string}/${string}-page`) {
  const load = pageFiles[`../features/${file}.tsx`]
  const name = (file.split('/').at(-1) ?? '')
    .split('-')
    .map(part => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')
  return load ? lazyPage(load, name) : NotFound
}
