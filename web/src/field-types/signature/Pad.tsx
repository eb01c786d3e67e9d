import { type PointerEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '@/components/Button.tsx'

const width = 480
const height = 160
const ink = '#17171c'

/** Where a pointer is on the canvas, in pixels of the canvas. */
function at(event: PointerEvent<HTMLCanvasElement>): [number, number] {
  const box = event.currentTarget.getBoundingClientRect()
  return [((event.clientX - box.left) * width) / box.width, ((event.clientY - box.top) * height) / box.height]
}

/** A canvas to sign on, with a pen, a finger or a mouse. */
export function Pad({ label, onDrawn }: { label: string; onDrawn: (picture: Blob) => void }) {
  const { t } = useTranslation()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [empty, setEmpty] = useState(true)
  const begin = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext('2d')
    if (!pen) return
    event.currentTarget.setPointerCapture(event.pointerId)
    Object.assign(pen, { lineWidth: 2.5, lineCap: 'round', lineJoin: 'round', strokeStyle: ink })
    pen.beginPath()
    pen.moveTo(...at(event))
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    const pen = event.currentTarget.getContext('2d')
    if (!pen || !event.currentTarget.hasPointerCapture(event.pointerId)) return
    pen.lineTo(...at(event))
    pen.stroke()
    setEmpty(false)
  }
  const clear = () => {
    canvas.current?.getContext('2d')?.clearRect(0, 0, width, height)
    setEmpty(true)
  }
  return (
    <div className="f-pad">
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        width={width}
        height={height}
        onPointerDown={begin}
        onPointerMove={draw}
      />
      <div className="f-pad__tools">
        <Button
          disabled={empty}
          onClick={() => canvas.current?.toBlob((picture) => picture && onDrawn(picture))}
        >
          {t('signature.take')}
        </Button>
        <Button look="ghost" disabled={empty} onClick={clear}>
          {t('action.clear')}
        </Button>
      </div>
    </div>
  )
}
