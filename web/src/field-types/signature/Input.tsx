import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'
import { isEmptyValue } from '@/lib/definition.ts'
import type { InputProps } from '../contract.ts'
import FileInput from '../file/Input.tsx'
import { UploadLine } from '../file/UploadLine.tsx'
import { useUploads } from '../file/useUploads.ts'
import { Pad } from './Pad.tsx'

/** A pad to sign on; who cannot draw uploads a picture. */
export default function Input(props: InputProps) {
  const { field, value, onChange } = props
  const { t } = useTranslation()
  const [drawing, setDrawing] = useState(isEmptyValue(value))
  const { uploads, upload, dismiss } = useUploads(field, (file) => {
    setDrawing(false)
    onChange(file)
  })
  return (
    <div className="f-signature">
      {drawing && (
        <Pad
          label={t('signature.pad', { name: field.title })}
          onDrawn={(picture) => upload([new File([picture], 'signature.png', { type: 'image/png' })])}
        />
      )}
      {uploads.map((one) => (
        <UploadLine key={one.key} upload={one} onDismiss={() => dismiss(one.key)} />
      ))}
      <FileInput {...props} />
      {!drawing && (
        <Button look="ghost" onClick={() => setDrawing(true)}>
          {t('signature.again')}
        </Button>
      )}
    </div>
  )
}
