import { describe, expect, it } from '@jest/globals';
import { sentenceOf } from '../reporting/finding';
import { checkCollections } from './check-collections';
import { checkIndexes } from './check-indexes';

const CARS = { name: 'cars', policy: "OR('Org1MSP.member', 'Org2MSP.member')", requiredPeerCount: 0, maxPeerCount: 3 };
const FOLDER = 'META-INF/statedb/couchdb';

function found(collections: unknown): string[] {
    const text = typeof collections === 'string' ? collections : JSON.stringify(collections);
    return checkCollections('c.json', text).findings.map(sentenceOf);
}

function indexed(content: unknown, file = `${FOLDER}/indexes/a.json`): string[] {
    return checkIndexes([{ name: file, content: Buffer.from(JSON.stringify(content)) }], new Set(['cars'])).map(
        sentenceOf,
    );
}

describe('a collections configuration', () => {
    it('may have all that Fabric knows', () => {
        const full = {
            ...CARS,
            blockToLive: 3,
            memberOnlyRead: true,
            memberOnlyWrite: false,
            endorsementPolicy: { signaturePolicy: "OR('Org1MSP.member')" },
        };
        expect(found([full, { name: 'b-1', policy: "Or( 'Org1MSP.peer' )" }])).toEqual([]);
        for (const policy of ["OutOf(1,'A.member','B.peer')", "or(outof('1', 'A.member') , AND('B.client'))"]) {
            expect(found([{ ...CARS, policy }])).toEqual([]);
        }
        expect([...checkCollections('c.json', JSON.stringify([full])).names]).toEqual(['cars']);
    });

    it.each([
        ['no JSON', '{', /^c\.json is no JSON \(/],
        ['no list', {}, /^c\.json is no list/],
        ['a list of texts', ['cars'], /^c\.json: collection 1 is no JSON object/],
        ['no name', [{ policy: CARS.policy }], /collection 1: "name" is undefined, which peers refuse/],
        [
            'a name with _ at first',
            [{ ...CARS, name: '_cars' }],
            /c\.json: _cars: "name" is "_cars", which peers refuse/,
        ],
        ['a name twice', [CARS, CARS], /c\.json: cars is there twice/],
        ['an unknown field', [{ ...CARS, memberReadOnly: true }], /"memberReadOnly" is no field of a collection/],
        ['a negative count', [{ ...CARS, requiredPeerCount: -1 }], /"requiredPeerCount" is -1/],
        ['a count in quotes', [{ ...CARS, maxPeerCount: '3' }], /"maxPeerCount" is "3"/],
        [
            'too few peers',
            [{ ...CARS, requiredPeerCount: 4 }],
            /"maxPeerCount" is 3, below requiredPeerCount, which is 4/,
        ],
        [
            'a default below',
            [{ ...CARS, maxPeerCount: undefined, requiredPeerCount: 2 }],
            /is 1, below requiredPeerCount/,
        ],
        ['a switch in quotes', [{ ...CARS, memberOnlyRead: 'true' }], /"memberOnlyRead" is "true"/],
        ['no policy', [{ ...CARS, policy: '' }], /"policy" is missing/],
        [
            'a policy that is an object',
            [{ ...CARS, policy: { identities: [], policy: {} } }],
            /"policy" is a JSON object or list, and no text: write whose peers have the data, such as OR\('Org1MSP/,
        ],
        [
            'an endorsement policy that is an object',
            [{ ...CARS, endorsementPolicy: { signaturePolicy: { identities: [] } } }],
            /"endorsementPolicy": "signaturePolicy" is a JSON object or list, and no text/,
        ],
        ...[
            "AND('A.member','B.member')",
            "OutOf(2,'A.member','B.member')",
            "outof('2', 'A.member', 'B.member')",
            "AND(OR('A.member','B.member'),'C.member')",
            "OR('A.member', AND('B.member','C.member'))",
            "OutOf(1, 'A.member', OutOf(2, OR('B.member'), 'C.peer'))",
        ].map((policy): [string, unknown, RegExp] => [
            policy,
            [{ ...CARS, policy }],
            /"policy" demands several organizations at once: write whose peers/,
        ]),
        ...["'A.member'", 'OR(P)', "Outof(1,'A.member')", "oR('A.member')", "O R('A.member')", "XOR('A.member')"].map(
            (policy): [string, unknown, RegExp] => [
                policy,
                [{ ...CARS, policy }],
                /"policy" is .*, which is no policy/,
            ],
        ),
        ['a gate of nothing', [{ ...CARS, policy: 'OR()' }], /"policy" is .*, which is no policy/],
        ['OutOf without a number', [{ ...CARS, policy: "OutOf('A.member')" }], /"policy" is .*, which is no policy/],
        ['OR with a number', [{ ...CARS, policy: "OR(1,'A.member')" }], /"policy" is .*, which is no policy/],
        ['an unknown role', [{ ...CARS, policy: "OR('A.boss')" }], /"policy" is .*, which is no policy/],
        [
            'two policies',
            [{ ...CARS, endorsementPolicy: { signaturePolicy: '', channelConfigPolicy: '' } }],
            /not one pol/,
        ],
    ])('is refused with %s', (_what, collections, message) => {
        expect(found(collections)).toContainEqual(expect.stringMatching(message));
    });
});

describe('an index', () => {
    it.each([
        { index: { fields: [{ owner: 'desc' }, { size: 'desc' }] }, ddoc: 'd', name: 'n', type: 'json' },
        { index: { fields: ['owner', { size: 'asc' }] } },
        { index: { fields: ['owner'], partial_filter_selector: { owner: { $gt: '' } } } },
    ])('may be %j', (index) => {
        expect(indexed(index)).toEqual([]);
        expect(indexed(index, `${FOLDER}/collections/cars/indexes/a.json`)).toEqual([]);
        expect(indexed(index, `${FOLDER}/collections/_implicit_org_Org1MSP/indexes/a.json`)).toEqual([]);
    });

    it.each([
        ['fields that are no list', { index: { fields: 'owner' } }, /"index" has no list of fields/],
        ['no fields', { index: { fields: [] } }, /"index" has no list of fields/],
        ['a number for a field', { index: { fields: [1] } }, /has the field 1, which is not a name/],
        ['another order', { index: { fields: [{ a: 'up' }] } }, /has the field \{"a":"up"\}/],
        ['two directions', { index: { fields: ['a', { b: 'desc' }] } }, /"index" has fields in both directions/],
        ['a capital direction', { index: { fields: [{ a: 'DESC' }] } }, /has the direction "DESC", .*: write "desc"/],
        [
            'a partial filter that CouchDB refuses',
            { index: { fields: ['a'], partial_filter_selector: { a: { $foo: 1 } } } },
            /"index": "partial_filter_selector" has the operator \$foo, which CouchDB does not know: CouchDB makes no index: /,
        ],
        ['two fields in one', { index: { fields: [{ a: 'asc', b: 'asc' }] } }, /has the field/],
        ['an unknown part', { index: { fields: ['a'], selector: {} } }, /"index" has "selector", which peers refuse/],
        ['an unknown field', { index: { fields: ['a'] }, unique: true }, /"unique" means nothing to a peer/],
        ['another type', { index: { fields: ['a'] }, type: 'text' }, /"type" is "text"/],
        ['a ddoc that is no text', { index: { fields: ['a'] }, ddoc: 1 }, /"ddoc" is 1, and no name/],
    ])('is refused with %s', (_what, index, message) => {
        expect(indexed(index)).toEqual([expect.stringMatching(message)]);
    });

    it('belongs to a collection that there is', () => {
        const index = { index: { fields: ['a'] } };
        const file = `${FOLDER}/collections/ships/indexes/a.json`;
        expect(indexed(index, file)).toEqual([
            expect.stringMatching(/is for the collection ships, which is not defined/),
        ]);
    });

    it('has a name of its own', () => {
        const content = Buffer.from(JSON.stringify({ index: { fields: ['a'] }, ddoc: 'd', name: 'n' }));
        const files = ['a', 'b'].map((name) => ({ name: `${FOLDER}/indexes/${name}.json`, content }));
        expect(checkIndexes(files, undefined).map(({ severity, where }) => [severity, where])).toEqual([
            ['warning', `${FOLDER}/indexes/b.json`],
        ]);
    });
});
