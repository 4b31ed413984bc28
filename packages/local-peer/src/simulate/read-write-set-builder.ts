import type {
    KeyRead,
    KeyWrite,
    MetadataWrite,
    NamespaceReadWriteSet,
    PrivateWriteSet,
    RangeRead,
} from '../records/read-write-set';
import type { Version } from '../records/version';
import { CollectionBuilder, type PrivateWrite } from './collection-builder';
import type { SimulationResult } from './simulation-result';
import { sortedValues } from './sorted-values';

/**
 * Collects what a simulation reads and writes. The last read and the last write of a key count, and the order of the
 * calls leaves no trace but that of range queries (fabric, rwsetutil/rwset_builder.go).
 */
export class ReadWriteSetBuilder {
    readonly #namespaces = new Map<string, NamespaceBuilder>();

    addRead(namespace: string, key: string, version: Version | undefined): void {
        this.#of(namespace).reads.set(key, { key, version });
    }

    /** Without a value, or with an empty one, it is a delete (fabric, rwset_proto_util.go, newKVWrite). */
    addWrite(namespace: string, key: string, value: Buffer): void {
        this.#of(namespace).writes.set(key, { key, isDelete: value.length === 0, value });
    }

    /** Replaces all metadata of the key. */
    addMetadataWrite(namespace: string, write: MetadataWrite): void {
        this.#of(namespace).metadataWrites.set(write.key, write);
    }

    /** A second query of the same range adds nothing. */
    addRange(namespace: string, range: RangeRead): void {
        const { ranges } = this.#of(namespace);
        const id = JSON.stringify([range.startKey, range.endKey, range.exhausted]);
        if (!ranges.has(id)) ranges.set(id, range);
    }

    /** The hash of the key is read, whichever of key and hash was asked for. */
    addPrivateRead(namespace: string, collection: string, read: KeyRead): void {
        this.#of(namespace).collection(collection).reads.set(read.key, read);
    }

    addPrivateWrite(namespace: string, collection: string, write: PrivateWrite): void {
        this.#of(namespace).collection(collection).writes.set(write.key, write);
    }

    addPrivateMetadataWrite(namespace: string, collection: string, write: MetadataWrite): void {
        this.#of(namespace).collection(collection).metadataWrites.set(write.key, write);
    }

    build(): Omit<SimulationResult, 'privateReads' | 'queries'> {
        const namespaces = sortedValues(this.#namespaces);
        return {
            readWriteSet: namespaces.map((namespace) => namespace.build()),
            privateWrites: namespaces.flatMap((namespace) => namespace.privateWrites()),
        };
    }

    #of(namespace: string): NamespaceBuilder {
        const known = this.#namespaces.get(namespace);
        if (known !== undefined) return known;
        const added = new NamespaceBuilder(namespace);
        this.#namespaces.set(namespace, added);
        return added;
    }
}

class NamespaceBuilder {
    readonly #namespace: string;
    readonly reads = new Map<string, KeyRead>();
    readonly writes = new Map<string, KeyWrite>();
    readonly metadataWrites = new Map<string, MetadataWrite>();
    readonly ranges = new Map<string, RangeRead>();

    readonly #collections = new Map<string, CollectionBuilder>();

    constructor(namespace: string) {
        this.#namespace = namespace;
    }

    collection(name: string): CollectionBuilder {
        const known = this.#collections.get(name);
        if (known !== undefined) return known;
        const added = new CollectionBuilder(this.#namespace, name);
        this.#collections.set(name, added);
        return added;
    }

    privateWrites(): PrivateWriteSet[] {
        return sortedValues(this.#collections)
            .filter((collection) => collection.hasWrites)
            .map((collection) => collection.privateWrites());
    }

    build(): NamespaceReadWriteSet {
        return {
            namespace: this.#namespace,
            reads: sortedValues(this.reads),
            ranges: [...this.ranges.values()],
            writes: sortedValues(this.writes),
            metadataWrites: sortedValues(this.metadataWrites),
            collections: sortedValues(this.#collections).map((collection) => collection.build()),
        };
    }
}
