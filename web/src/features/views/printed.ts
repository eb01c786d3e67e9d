/** Of the rows that are there, these are drawn at once to be printed. */
export const mostPrinted = 1000
