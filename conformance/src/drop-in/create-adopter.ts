/** Packs this repository's packages once. @returns what puts the facade into a folder */
export function createAdopter(_work: string): Promise<(folder: string) => Promise<void>> {
    throw new Error('not yet');
}
