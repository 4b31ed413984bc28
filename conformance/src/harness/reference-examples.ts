import { readFileSync } from 'node:fs';
import type { GuideStep } from './guide';

const HEADING_OR_EXAMPLE = /^### ([^\n]*)$|^```ts example\n(.*?)^```$/gms;

type FileStep = GuideStep & { readonly kind: 'file' };

/** What stands around the examples of a page, as the page says it. */
interface Scene {
    /** The lines before all examples. */
    readonly opening: string;
    /** One example, within a block of its own: what it declares hides nothing of another one. */
    readonly example: (title: string, body: string) => string;
}

const ASSETS = `
const asset = { id: 'a3', color: 'green', size: 3, owner: 'ann', appraisedValue: 100 } as const;
const seeds = [{ ...asset, id: 'a1' }, { ...asset, id: 'a2' }] as const;
`;

/** Examples are transactions of a contract that has assets, a collection and another chaincode. */
const IN_A_TRANSACTION: Scene = {
    opening: `
import { Asset } from '@heddle-examples/asset-transfer/dist/asset';
import { CalledChaincodeError, Contract, ContractError, Declares, Evaluate, event, IsString } from '@heddle/contract';
import { KeyEndorsementPolicy, Property, Transaction } from '@heddle/contract';
import type { Context } from '@heddle/contract';
import { TestNetwork } from '@heddle/testing';
import { test } from '@jest/globals';
${ASSETS}
class Prices extends Contract {
    @Evaluate()
    async priceOf(_ctx: Context, id: string): Promise<number> {
        if (id === 'a9') throw new ContractError('NO_PRICE', 'a9 has no price', { status: 404 });
        return 17;
    }
}
const examples: ((ctx: Context) => Promise<void>)[] = [];
class Transferred {
    static readonly event = event('Transferred');
    @IsString() from!: string;
    @IsString() to!: string;
    @Property() amount!: bigint;
}
@Declares(Asset, Transferred)
class Examples extends Contract {
    @Transaction()
    async seed(ctx: Context): Promise<void> {
        for (const one of seeds) await ctx.stub.putState(one.id, ctx.serialize(one));
        await ctx.stub.putState(ctx.stub.createCompositeKey('owner~id', ['ann', 'a1']), ctx.serialize(true));
    }
    @Transaction()
    async run(ctx: Context, index: number): Promise<void> {
        await examples[index]?.(ctx);
    }
}
async function run(index: number): Promise<void> {
    const collections = [{ name: 'offers', policy: ['Org1MSP'] }];
    await using net = await TestNetwork.start({
        chaincodes: { assets: { contracts: [Examples] }, prices: { contracts: [Prices] } },
        definitions: { assets: { collections } },
        peer: { queries: 'couchdb' },
    });
    const ann = net.as('ann').chaincode('assets');
    await ann.submit('seed');
    await ann.with({ transient: { offer: '{"price":17}' } }).submit('run', index);
}`,
    example: (title, body) => `
test('${title}', () => run(examples.push(async (ctx) => {
${body}}) - 1));`,
};

/** Examples are tests of an example's contract. */
const IN_A_TEST: Scene = {
    opening: `
import '@heddle/testing/jest';
import { AssetTransfer } from '@heddle-examples/asset-transfer';
import { AssetTransferred } from '@heddle-examples/asset-transfer/dist/asset-events';
import { Asset } from '@heddle-examples/asset-transfer/dist/asset';
import { type TestClient, TestNetwork } from '@heddle/testing';
import { expect, test } from '@jest/globals';
${ASSETS}
type Network = TestNetwork<{ readonly contracts: readonly [typeof AssetTransfer] }>;
async function start(): Promise<Network> {
    const net = await TestNetwork.start({ contracts: [AssetTransfer] });
    for (const one of seeds) await net.as('ann').submit('createAsset', one);
    return net;
}`,
    example: (title, body) => `
test('${title}', async () => {
    await using shared = await start();
    await (async (net: Network, ann: TestClient<AssetTransfer>) => {
        {
${body}}
    })(shared, shared.as('ann'));
});`,
};

const EVERYTHING = [
    ...['Check', 'Contract', 'ContractChaincode', 'Default', 'Evaluate', 'Info', 'IsInt', 'Min', 'Optional', 'Param'],
    ...[
        'Declares',
        'event',
        'failure',
        'Invariant',
        'IsString',
        'Property',
        'Public',
        'RequireAttribute',
        'RequireMsp',
        'Returns',
        'Transaction',
        'Use',
        'WithoutInherited',
    ],
];

/** Examples are contracts, or methods of one: they are compiled, by the compiler and as a server does it. */
const IN_A_CONTRACT: Scene = {
    opening: `
import { ${EVERYTHING.join(', ')} } from '@heddle/contract';
import type { Context, Middleware } from '@heddle/contract';
import { test } from '@jest/globals';
class Transferred {
    static readonly event = event('Transferred');
    @IsString() from!: string;
    @IsString() to!: string;
    @Property() amount!: bigint;
}
const NotEnough = failure('INSUFFICIENT_FUNDS', { message: ({ has }: { has: bigint }) => \`the balance is \${has}\` });`,
    example: (title, body) => {
        const isMethod = /^@\w+\(.*\)( @\w+\(.*\))*\n(async )?\w+\(/.test(body);
        const text = isMethod ? `class Example extends Contract {\n${body}}` : body;
        const contracts = Array.from(text.matchAll(/class (\w+) extends/g), ([, name]) => name);
        const serve = contracts.length === 0 ? '' : `new ContractChaincode({ contracts: [${contracts.join(', ')}] });`;
        return `
test('${title}', () => {
${text}
${serve}
});`;
    },
};

const SCENES: Readonly<Record<string, Scene>> = {
    'contract.md': IN_A_CONTRACT,
    'stub.md': IN_A_TRANSACTION,
    'testing.md': IN_A_TEST,
};

/** Makes a test of the examples on a page of the reference. */
export function testOfExamples(page: string, path: string): FileStep {
    const scene = SCENES[page];
    if (scene === undefined) throw new Error(`nothing is known of the examples on ${page}`);
    const tests = examplesOf(readFileSync(path, 'utf8')).map(({ title, body }) => scene.example(title, body));
    const content = [scene.opening, ...tests].join('\n');
    return { kind: 'file', path: `src/reference/${page.replace(/\.md$/, '')}.test.ts`, content };
}

/** The examples of a page, each with the heading that it stands below. */
function examplesOf(text: string): { readonly title: string; readonly body: string }[] {
    let title = '';
    return Array.from(text.matchAll(HEADING_OR_EXAMPLE)).flatMap(([, heading, body]) => {
        title = heading ?? title;
        return body === undefined ? [] : [{ title, body }];
    });
}
