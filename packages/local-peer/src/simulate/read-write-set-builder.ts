import { compareUtf8 } from '../ledger/utf8-order';
import type { Version } from '../ledger/version';
import type {
    KeyRead,
    KeyWrite,
    MetadataWrite,
    NamespaceReadWriteSet,
    RangeRead,
    ReadWriteSet,
} from './read-write-set';

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

    build(): ReadWriteSet {
        return sortedValues(this.#namespaces).map((namespace) => namespace.build());
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

    constructor(namespace: string) {
        this.#namespace = namespace;
    }

    build(): NamespaceReadWriteSet {
        return {
            namespace: this.#namespace,
            reads: sortedValues(this.reads),
            ranges: [...this.ranges.values()],
            writes: sortedValues(this.writes),
            metadataWrites: sortedValues(this.metadataWrites),
        };
    }
}

function sortedValues<T>(byKey: ReadonlyMap<string, T>): T[] {
    return [...byKey].sort(([left], [right]) => compareUtf8(left, right)).map(([, value]) => value);
}
