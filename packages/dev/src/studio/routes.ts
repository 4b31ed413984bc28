import type { Network, Page, Summary } from '@heddle/studio';
import { usersOf } from '../dev/identities/kept-users';
import { Calls } from './calls';
import { devRoutes } from './dev-routes';
import { find } from './find';
import { answerBytes } from './http/answers';
import type { Query } from './http/query';
import { readBody } from './http/read-body';
import { badRequest, notFound } from './http/refusal';
import type { Asked, Route } from './http/studio-server';
import { isTexts, readCall } from './read-call';
import type { Feeds } from './record/feed';
import type { PrintedLines } from './record/printed-lines';
import type { Recorder } from './record/recorder';
import { recordedOf } from './recorded-of';
import type { StudioNetwork } from './studio-network';
import { blocksView, blockView, eventsView, identityView } from './view/block-view';
import type { LedgerSource } from './view/ledger-source';
import { rawView } from './view/raw-view';
import { historyView, keyView, privateView, stateView } from './view/state-view';
import { summaryOf } from './view/summary';
import { transactionView } from './view/transaction-view';
import { whyOf } from './view/why';
import { envelopeOf, wholeValue } from './whole-value';

const MOST_BYTES = 64 * 1024;

export interface RoutesOptions {
    readonly network: StudioNetwork;
    readonly recorder: Recorder;
    readonly feeds: Feeds;
    readonly source: LedgerSource;
    readonly run: string;
    readonly printed: PrintedLines;
}

/** What the page may ask, and what answers it. */
export function studioRoutes(options: RoutesOptions): Route[] {
    return [
        ...networkRoutes(options),
        ...transactionRoutes(options),
        ...ledgerRoutes(options),
        ...callRoutes(options),
        ...devRoutes(options),
    ];
}

export function get(path: RegExp, answer: Route['answer']): Route {
    return { method: 'GET', path, answer };
}

function networkRoutes(options: RoutesOptions): Route[] {
    const { network, printed } = options;
    return [
        get(/^network$/, () => describeNetwork(options)),
        get(/^contracts$/, async ({ query }) => ({ document: await network.metadataOf(query.need('chaincode')) })),
        get(/^identities$/, () => Promise.resolve(identitiesOf(network))),
        get(/^chaincode\/log$/, () => Promise.resolve(printed.all)),
    ];
}

/** What is asked of a network of any kind. */
export interface SharedRoutesOptions extends Pick<RoutesOptions, 'recorder' | 'feeds' | 'source'> {
    readonly network: Pick<StudioNetwork, 'chaincodes'>;
}

/** Of transactions: those that happen, and those that did. */
export function transactionRoutes(options: SharedRoutesOptions): Route[] {
    const { recorder, source, feeds } = options;
    return [
        get(/^feed$/, ({ query, response }) => {
            feeds.open(response, query.number('after') ?? 0);
            return Promise.resolve(undefined);
        }),
        get(/^transactions$/, ({ query }) => Promise.resolve(listTransactions(recorder, query))),
        get(/^transactions\/([^/]+)$/, async ({ parts: [id = ''] }) =>
            transactionView(await recordedOf(id, options), source),
        ),
        get(/^find$/, ({ query }) => {
            const names = options.network.chaincodes().map(({ name }) => name);
            return find(query.need('q'), recorder, source.reader, names);
        }),
        get(/^transactions\/([^/]+)\/why$/, async ({ parts: [id = ''] }) =>
            whyOf(await recordedOf(id, options), source),
        ),
        get(/^transactions\/([^/]+)\/raw$/, async ({ parts: [id = ''] }) =>
            rawView(await recordedOf(id, options), await envelopeOf(id, source.reader)),
        ),
        get(/^bytes$/, async ({ query, response }) => {
            const { value, name } = await wholeValue(query.need('of'), options);
            answerBytes(response, value, name);
        }),
    ];
}

/** Of what is stored, and of the blocks. */
export function ledgerRoutes({ network, source }: Pick<SharedRoutesOptions, 'network' | 'source'>): Route[] {
    const { reader, past } = source;
    const keyIn = (query: Query): Parameters<typeof keyView>[0] => ({
        ...placeIn(query, network),
        key: query.need('key'),
        asOf: query.number('asOf'),
    });
    return [
        get(/^state$/, ({ query }) => stateView(stateQuery(query, network), source)),
        get(/^state\/key$/, ({ query }) => keyView(keyIn(query), source)),
        get(/^history$/, ({ query }) =>
            historyView({ ...keyIn(query), before: query.text('before'), limit: query.limit() }, past),
        ),
        get(/^private$/, ({ query }) => privateView({ ...keyIn(query), collection: query.need('collection') }, reader)),
        get(/^blocks$/, ({ query }) => blocksView(reader, query.number('before'), query.limit())),
        get(/^blocks\/(\d{1,15})$/, ({ parts: [number = ''] }) => blockView(reader, Number(number))),
        get(/^events$/, ({ query }) => eventsView(source, query.limit())),
    ];
}

function callRoutes({ network, recorder, source }: RoutesOptions): Route[] {
    const calls = new Calls({ ...network, recorder, source });
    return [
        get(/^held$/, () => Promise.resolve(calls.held)),
        {
            method: 'POST',
            path: /^calls$/,
            answer: async ({ request }) => calls.run(await readCall(request)),
        },
        {
            method: 'POST',
            path: /^held\/commit$/,
            answer: async ({ request }) => calls.commit(idsIn(await readBody(request, MOST_BYTES))),
        },
        {
            method: 'DELETE',
            path: /^held\/([^/]+)$/,
            answer: ({ parts: [id = ''] }: Asked) => {
                calls.forget(id);
                return Promise.resolve({});
            },
        },
    ];
}

async function describeNetwork({ network, recorder, source, run }: RoutesOptions): Promise<Network> {
    const { peer, channel, fork, cryptoFolder, queries } = network;
    return {
        api: 1,
        mode: 'dev',
        run,
        channel,
        ...(fork !== undefined && { fork }),
        height: Number(await source.reader.height()),
        reverts: recorder.reverts,
        organizations: peer.organizations.map(({ mspId }) => ({
            mspId,
            users: usersOf(cryptoFolder, mspId).map(({ user }) => user),
        })),
        chaincodes: network.chaincodes(),
        queries,
        can: {
            submit: true,
            evaluate: true,
            try: true,
            hold: true,
            users: true,
            build: true,
            transientValues: network.showsTransient,
        },
    };
}

function listTransactions(recorder: Recorder, query: Query): Page<Summary> {
    const limit = query.limit();
    const items: Summary[] = [];
    for (const one of recorder.newest(query.number('before'))) {
        if (items.length === limit) return { items, next: String(items.at(-1)?.seq ?? 0) };
        items.push(summaryOf(one));
    }
    return { items, next: null };
}

/** @throws Refusal for a chaincode or a collection that there is not */
function placeIn(
    query: Query,
    network: Pick<StudioNetwork, 'chaincodes'>,
): { readonly namespace: string; readonly collection: string | undefined } {
    const namespace = query.need('namespace');
    const collection = query.text('collection');
    const chaincode = network.chaincodes().find(({ name }) => name === namespace);
    if (chaincode === undefined)
        throw notFound(`there is no chaincode ${namespace}`, 'the page lists those that there are');
    if (collection !== undefined && !chaincode.collections.includes(collection))
        throw notFound(`${namespace} has no collection ${collection}`, 'the page lists those that there are');
    return { namespace, collection };
}

function stateQuery(query: Query, network: SharedRoutesOptions['network']): Parameters<typeof stateView>[0] {
    return {
        ...placeIn(query, network),
        prefix: query.text('prefix') ?? '',
        after: query.text('after'),
        limit: query.limit(),
        asOf: query.number('asOf'),
    };
}

function identitiesOf({ peer, cryptoFolder }: StudioNetwork): unknown {
    return peer.organizations.flatMap(({ mspId }) =>
        usersOf(cryptoFolder, mspId).map((one) => identityView(mspId, one)),
    );
}

/** @throws Refusal */
function idsIn(body: unknown): string[] {
    const { ids } = (body ?? {}) as { readonly ids?: unknown };
    if (isTexts(ids) && ids.length > 0) return ids;
    throw badRequest('there are no ids', 'send { "ids": […] }');
}
