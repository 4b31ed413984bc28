import type { CheckedEntity } from './checked-entity';
import type { KeyField } from './key-field';
import { compositeLayout } from './key-format';
import { patternOf } from './key-pattern';
import type { KeptKeys } from './taken-keys';

/** Behind the key of a sum, a delta has the time and the id of its transaction. */
const OF_DELTAS: readonly KeyField[] = [
    { field: '~time', as: 'date', descending: false, text: false },
    { field: '~txId', as: 'string', descending: false, text: false },
];

/** All kinds of keys that an entity has: those of its rows, and those of each index's entries. */
export function keysOfEntity(owner: string, entity: CheckedEntity): KeptKeys[] {
    const { keyFields, layout, indexes, options, neighbours } = entity;
    const collection = entity.collection?.name;
    const rows: KeptKeys = {
        owner,
        pattern: patternOf(layout, keyFields),
        isOfAuthor: options.keys !== undefined,
        collection,
        tag: options.tag ?? {},
        neighbours,
    };
    const entries = indexes.map(({ name, objectType, fields, unique }): KeptKeys => {
        const pattern = patternOf(compositeLayout(objectType), unique ? fields : [...fields, ...keyFields]);
        return { owner, index: name, pattern, isOfAuthor: false, collection, tag: {}, neighbours };
    });
    return [rows, ...entries];
}

/** The keys of a counter's deltas. */
export function keysOfCounter(owner: string, name: string, keyFields: readonly KeyField[]): KeptKeys {
    const pattern = patternOf(compositeLayout(name), [...keyFields, ...OF_DELTAS]);
    const neighbours = { told: [], elsewhere: [] };
    return { owner, pattern, isOfAuthor: false, collection: undefined, tag: {}, neighbours };
}
