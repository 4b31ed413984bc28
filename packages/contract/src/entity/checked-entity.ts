import type { ClassShape } from '../value-types/value-type';
import type { CollectionSpec, EntityOptions, KeyLayout } from './entity';
import type { KeyField } from './key-field';
import type { KeyNeighbours } from './taken-keys';

/** What is known of an entity when its declaration has no mistake. */
export interface CheckedEntity {
    readonly name: string;
    readonly shape: ClassShape;
    readonly keyFields: readonly KeyField[];
    readonly layout: Required<KeyLayout>;
    readonly indexes: readonly CheckedIndex[];
    readonly collection: CollectionSpec | undefined;
    readonly options: EntityOptions;
    /** Complete when all entities of the chaincode are checked. */
    readonly neighbours: KeyNeighbours;
}

export interface CheckedIndex {
    readonly name: string;
    readonly fields: readonly KeyField[];
    readonly objectType: string;
    /** The ledger has it from hand-written code. */
    readonly isByHand: boolean;
    readonly unique: boolean;
    readonly building: boolean;
}
