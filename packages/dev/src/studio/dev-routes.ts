import type { NewUser } from '@heddle/studio';
import { ConfigurationError } from 'heddle/command';
import { usersOf } from '../dev/identities/kept-users';
import { readBody } from './http/read-body';
import { badRequest, notFound, Refusal } from './http/refusal';
import type { Asked, Route } from './http/studio-server';
import type { Recorder } from './record/recorder';
import type { StudioNetwork } from './studio-network';
import { bytesOf } from './view/bytes';
import { definitionView } from './view/definition-view';

const MOST_BYTES = 64 * 1024;

interface DevRoutesOptions {
    readonly network: StudioNetwork;
    readonly recorder: Recorder;
}

/** What only the network of this process answers: its chaincodes are built here, and its users are made here. */
export function devRoutes({ network, recorder }: DevRoutesOptions): Route[] {
    return [
        {
            method: 'GET',
            path: /^chaincode\/findings$/,
            answer: () => Promise.resolve(recorder.findings),
        },
        {
            method: 'GET',
            path: /^chaincode\/definitions$/,
            answer: () => Promise.resolve(network.peer.definitions(network).map(definitionView)),
        },
        {
            method: 'POST',
            path: /^chaincode\/build$/,
            answer: async ({ request }) => runAgain(await readBody(request, MOST_BYTES), network),
        },
        {
            method: 'POST',
            path: /^identities$/,
            answer: async ({ request }) => createUser(await readBody(request, MOST_BYTES), network),
        },
        {
            method: 'GET',
            path: /^transactions\/([^/]+)\/transient$/,
            answer: ({ parts: [id = ''], query }: Asked) =>
                Promise.resolve(transientValue(id, query.need('key'), recorder)),
        },
    ];
}

/** @throws Refusal */
function runAgain(body: unknown, network: StudioNetwork): object {
    const { chaincode, how } = (body ?? {}) as { readonly chaincode?: unknown; readonly how?: unknown };
    if (how !== 'build' && how !== 'restart')
        throw badRequest('it does not say what to do', 'send chaincode, and how: build or restart');
    const known = network.chaincodes().find(({ name }) => name === chaincode);
    if (known === undefined)
        throw notFound(`there is no chaincode ${JSON.stringify(chaincode)}`, 'the page lists those that there are');
    network.runAgain(known.name, how);
    return {};
}

/** The key stays where it is: whoever acts as this user names it. @throws Refusal */
function createUser(body: unknown, network: StudioNetwork): object {
    const user = userIn(body);
    const { name, mspId } = user;
    const isKnown = network.peer.organizations.some((one) => one.mspId === mspId);
    // Cryptogen's layout has one folder for a name, whatever the case of its letters on some machines.
    const isTaken = ({ user: other }: { readonly user: string }): boolean => other.toLowerCase() === name.toLowerCase();
    if (isKnown && usersOf(network.cryptoFolder, mspId).some(isTaken))
        throw new Refusal(409, 'USER_EXISTS', `${mspId} has a user ${name} already`, 'choose another name');
    try {
        network.createUser(user);
    } catch (error) {
        if (!(error instanceof ConfigurationError)) throw error;
        const [problem = '', ...remedy] = error.message.split(': ');
        throw badRequest(problem, remedy.join(': '));
    }
    return { name, mspId };
}

function userIn(body: unknown): NewUser {
    const { name, mspId, attributes = {} } = (body ?? {}) as Partial<Record<keyof NewUser, unknown>>;
    const isUser =
        typeof name === 'string' &&
        typeof mspId === 'string' &&
        typeof attributes === 'object' &&
        attributes !== null &&
        Object.values(attributes).every((value) => typeof value === 'string');
    if (!isUser) throw badRequest('this is no user', 'send name, mspId and attributes, which are texts');
    return { name, mspId, attributes: attributes as Record<string, string> };
}

/** One value of a transaction's transient data, where they are kept. @throws Refusal */
function transientValue(id: string, key: string, recorder: Recorder): object {
    const value = recorder.find(id)?.transient?.get(key);
    if (value !== undefined) return bytesOf(value);
    throw notFound(`no value of ${JSON.stringify(key)} is kept`, 'heddle dev --show-transient keeps them, for a while');
}
