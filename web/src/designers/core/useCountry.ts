import { useWords } from './useBench.ts'

/** What money and telephone numbers of new fields are taken to be of, by the language in which one designs. */
export function useCountry(): { currency: string; region: string } {
  const chinese = useWords().language === 'zh-CN'
  return {
    currency: chinese ? 'CNY' : 'USD',
    region: chinese ? 'CN' : (new Intl.Locale(navigator.language).region ?? 'US'),
  }
}
