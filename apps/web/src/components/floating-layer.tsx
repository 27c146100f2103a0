/** Where menus, lists of choices and popovers are drawn: named by the theme for all of them. */
export const floatingLayerId = 'floating'

/**
 * Inside the page's main landmark, so that what floats is not content outside every landmark, which a reader of
 * landmarks would never find. Without a box of its own it neither clips nor moves what is drawn in it.
 */
export function FloatingLayer() {
  return <div id={floatingLayerId} style={{ display: 'contents' }} />
}
