import { Footprints } from 'lucide-react'
import { Button } from '@/components/Button.tsx'
import { startTour, stopTour, useTour } from '@/lib/tour.ts'
import { useWords } from '../core/useBench.ts'

/** Offers the tour to who has not taken it, and has not said no. */
export function TourOffer() {
  const { t } = useWords()
  const tour = useTour()
  if (tour && tour.state !== 'stopped') return null
  return (
    <section className="b-tour" aria-label={t('design.home.tour')}>
      <Footprints size={18} aria-hidden="true" />
      <div className="b-tour__text">
        <strong>{tour ? t('design.home.tourOn', { at: tour.step + 1 }) : t('design.home.tour')}</strong>
        {!tour && <p>{t('design.home.tourText')}</p>}
      </div>
      <Button look="ghost" onClick={stopTour}>
        {t('design.home.tourNo')}
      </Button>
      <Button onClick={startTour}>{t(tour ? 'design.home.tourGoOn' : 'design.home.tourStart')}</Button>
    </section>
  )
}
