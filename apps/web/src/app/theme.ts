import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'
import { floatingLayerId } from '../components/floating-layer.tsx'

/** Shade 7 is the accent on paper, shade 8 the accent on the dark desk: the two that `primaryShade` names. */
const indigo: MantineColorsTuple = [
  '#f3f4fd',
  '#e9ecfb',
  '#d3d9f7',
  '#b9c3ff',
  '#7985d6',
  '#5c6bc8',
  '#4a5bc0',
  '#3f51b5',
  '#9aa8ff',
  '#33429a',
]

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 8 },
  colors: { indigo },
  autoContrast: true,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { variant: 'default', size: 'sm' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 'md' } },
    Tooltip: {
      defaultProps: {
        openDelay: 350,
        transitionProps: { duration: 100 },
        events: { hover: true, focus: true, touch: true },
      },
    },
    // Mantine would put a focusable placeholder among the menu's items, which a menu may not hold; without it the focus
    // goes to the first item, as the ARIA pattern of a menu button has it.
    Menu: {
      defaultProps: {
        position: 'bottom-end',
        offset: 4,
        transitionProps: { duration: 100 },
        withInitialFocusPlaceholder: false,
      },
    },
    // Menus and lists of choices are drawn by it too.
    Popover: { defaultProps: { transitionProps: { duration: 100 }, portalProps: { target: `#${floatingLayerId}` } } },
    // Mantine draws a dialog's title line as <header>, which outside a sectioning element would be a second page banner.
    Modal: {
      defaultProps: {
        attributes: { header: { role: 'presentation' } },
        centered: true,
        transitionProps: { duration: 120 },
        overlayProps: { backgroundOpacity: 1 },
      },
    },
    Drawer: { defaultProps: { attributes: { header: { role: 'presentation' } }, transitionProps: { duration: 120 } } },
    Select: {
      defaultProps: {
        comboboxProps: { transitionProps: { duration: 100 } },
        allowDeselect: false,
        withCheckIcon: false,
      },
    },
    Switch: { defaultProps: { withThumbIndicator: false } },
    TextInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    PasswordInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    NumberInput: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
    Textarea: { defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } },
  },
})

const fromTokens = {
  '--mantine-color-body': 'var(--desk)',
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--ink-2)',
  '--mantine-color-placeholder': 'var(--ink-3)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-color-default': 'var(--paper)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line-2)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-primary-color-filled': 'var(--accent)',
  '--mantine-primary-color-filled-hover': 'var(--accent-strong)',
  '--mantine-primary-color-light': 'var(--accent-soft)',
  '--mantine-primary-color-light-color': 'var(--accent-strong)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
  '--mantine-color-indigo-filled': 'var(--accent)',
  '--mantine-color-indigo-filled-hover': 'var(--accent-strong)',
}

/** The tokens switch by colour scheme themselves, so both schemes point at the same names. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: {},
  light: fromTokens,
  dark: fromTokens,
})
