import { Picture } from '@/features/views/boards/gallery/Picture.tsx'
import '@/features/views/boards/gallery/gallery.css'
import { textAt } from '../../core/document.ts'
import { useViewDesign } from '../design.ts'
import type { StillProps } from './Board.tsx'

/** Records as cards with a picture. */
export function GalleryStill({ columns, rows }: StillProps) {
  const { entity, view, fieldOf } = useViewDesign()
  const cover = fieldOf(textAt(view, 'cover'))
  if (!cover) return null
  return (
    <ul className="b-view-gallery">
      {rows.map((row) => (
        <li key={row.id} className="b-view-picture">
          <Picture entity={entity} record={row} cover={cover} columns={columns} />
        </li>
      ))}
    </ul>
  )
}
