import { Link } from '@tanstack/react-router'
import { KeyRound } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Block } from './Block.tsx'
import { SecondFactorBlock } from './SecondFactorBlock.tsx'
import { SessionsBlock } from './SessionsBlock.tsx'

/** How the user proves who he is, and where he has. */
export function SecuritySection() {
  const { t } = useTranslation()
  return (
    <>
      <Block title={t('password.title')} text={t('password.text')}>
        <Link className="m-button m-button--plain" to="/password">
          <KeyRound size={14} aria-hidden="true" />
          {t('password.title')}
        </Link>
      </Block>
      <SecondFactorBlock />
      <SessionsBlock />
    </>
  )
}
