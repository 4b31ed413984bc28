import { propertyRecordOf } from '../evidence/class-record';

/**
 * Some rows, and where the next ones begin. As the result of a transaction it is
 * `@Returns({ class: Page, fields: { rows: [Lot] } })`.
 */
export class Page<T> {
    readonly rows: T[];
    /** The bookmark of the next page; absent on the last one. */
    readonly next?: string;

    constructor(rows: T[] = [], next?: string) {
        this.rows = rows;
        if (next !== undefined) this.next = next;
    }
}

// What @Property() and @Optional() record: decorators stand above this folder.
propertyRecordOf(Page.prototype, 'rows').declared = true;
Object.assign(propertyRecordOf(Page.prototype, 'next'), { declared: true, type: String, optional: true });
