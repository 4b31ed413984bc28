/** What contracts declare, as far as peers and operators have to be told of it. */
export interface DeclaredModel {
    readonly indexes: readonly DeclaredIndex[];
    /** By name. Those that organizations have for themselves are not among them. */
    readonly collections: ReadonlyMap<string, DeclaredCollection>;
}

/** An index of CouchDB's. */
export interface DeclaredIndex {
    /** `entity.name`. */
    readonly name: string;
    readonly fields: readonly string[];
    /** Where the rows are private data. */
    readonly collection: string | undefined;
}

/** What `collection(…)` says; everything may be left out. */
export type DeclaredCollection = Readonly<{
    members?: readonly string[];
    memberOnlyRead?: boolean;
    memberOnlyWrite?: boolean;
    requiredPeerCount?: number;
    maxPeerCount?: number;
    blockToLive?: number;
    endorsementPolicy?: string;
}>;

export const NOTHING_DECLARED: DeclaredModel = { indexes: [], collections: new Map() };

type Fields = Readonly<Record<string, unknown>>;

/** Of every organization there is one without a definition (fabric, core/chaincode/implicitcollection). */
const IMPLICIT = '_implicit_org_';

/** Reads what metadata tells of it. @param metadata of this very program, or of another version of it */
export function declaredModelOf(metadata: unknown): DeclaredModel {
    const extensions = Object.values(fieldsOf(fieldsOf(metadata)['contracts'])).map((contract) =>
        fieldsOf(fieldsOf(contract)['x-heddle']),
    );
    // Contracts of one chaincode may declare the same entity.
    const indexes = new Map(
        extensions.flatMap(({ entities }) => indexesOf(fieldsOf(entities))).map((index) => [keyOf(index), index]),
    );
    const collections = extensions.flatMap((extension) => Object.entries(fieldsOf(extension['collections'])));
    return {
        indexes: [...indexes.values()],
        collections: new Map(
            collections
                .filter(([name]) => !name.startsWith(IMPLICIT))
                .map(([name, described]) => [name, described as DeclaredCollection]), // as `collection(…)` has it
        ),
    };
}

function keyOf({ collection = '', name }: DeclaredIndex): string {
    return `${collection} ${name}`;
}

function indexesOf(entities: Fields): DeclaredIndex[] {
    return Object.entries(entities).flatMap(([entity, described]) => {
        const { couch, tag, collection } = fieldsOf(described);
        return Object.entries(fieldsOf(couch)).map(([index, fields]) => ({
            name: `${entity}.${index}`,
            // The tag is in every query of these rows: with it an index holds no others.
            fields: [...new Set([...Object.keys(fieldsOf(tag)), ...(fields as readonly string[])])],
            collection: typeof collection === 'string' ? collection : undefined,
        }));
    });
}

/** The fields of a JSON object; none where it is something else. */
function fieldsOf(value: unknown): Fields {
    return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
