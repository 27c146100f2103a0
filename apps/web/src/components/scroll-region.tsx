import type { ComponentPropsWithRef } from 'react'

type ScrollRegionProps = Omit<ComponentPropsWithRef<'section'>, 'aria-label' | 'tabIndex'> & { label: string }

/** A part that scrolls by itself: named, and reachable by keyboard so that the arrow keys can scroll it. */
export function ScrollRegion({ label, ...rest }: ScrollRegionProps) {
  // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1, a scrolling region must be reachable by keyboard
  return <section aria-label={label} tabIndex={0} {...rest} />
}
