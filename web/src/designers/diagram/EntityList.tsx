import { EntityIcon } from '@/components/EntityIcon.tsx'
import { useWords } from '../core/useBench.ts'
import type { Graph } from './graph.ts'

interface EntityListProps {
  graph: Graph
  chosen: string | undefined
  found: ReadonlySet<string> | undefined
  onChoose: (name: string) => void
}

/** The same as the picture, to be read. */
export function EntityList({ graph, chosen, found, onChoose }: EntityListProps) {
  const { t } = useWords()
  const titles = new Map(graph.entities.map(({ name, title }) => [name, title]))
  const leads = (name: string) =>
    graph.relations.filter(({ from }) => from === name).map(({ title, to }) => `${title} → ${titles.get(to)}`)
  return (
    <div className="b-diagram__list">
      <table aria-label={t('design.diagram.listed')}>
        <thead>
          <tr>
            <th scope="col">{t('design.diagram.entityHead')}</th>
            <th scope="col">{t('design.diagram.own')}</th>
          </tr>
        </thead>
        <tbody>
          {graph.entities
            .filter(({ name }) => !found || found.has(name))
            .map(({ name, title, icon, color }) => (
              <tr key={name}>
                <th scope="row">
                  <button type="button" aria-pressed={name === chosen} onClick={() => onChoose(name)}>
                    <EntityIcon icon={icon} color={color} />
                    <span className="truncate">{title}</span>
                  </button>
                </th>
                <td>{leads(name).join(' · ')}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  )
}
