/** What is used of pouchdb-selector-core, which comes without types. */
declare module 'pouchdb-selector-core' {
    /** Brings a selector into the form that rowFilter takes. */
    export function massageSelector(selector: object): object;
    /** Tells whether a document fulfils the selector in these of its fields. */
    export function rowFilter(document: object, massagedSelector: object, fields: readonly string[]): boolean;
}
