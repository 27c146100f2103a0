import { useTranslation } from 'react-i18next'
import { EmptyState } from '../components/empty-state.tsx'
import { LinkButton } from '../components/link-button.tsx'
import { Sheet } from '../components/sheet.tsx'

export function NotFound() {
  const { t } = useTranslation()
  return (
    <Sheet style={{ flex: 1 }}>
      <EmptyState
        icon="search"
        title={t('shell.notFound.title')}
        action={
          <LinkButton to="/people/$kind" params={{ kind: 'guardian' }}>
            {t('shell.notFound.home')}
          </LinkButton>
        }
      >
        {t('shell.notFound.words')}
      </EmptyState>
    </Sheet>
  )
}
