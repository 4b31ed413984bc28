import { notFound } from '../studio/http/refusal';
import type { Route } from '../studio/http/studio-server';
import { readCall } from '../studio/read-call';
import { Feeds } from '../studio/record/feed';
import { get, ledgerRoutes, transactionRoutes } from '../studio/routes';
import type { Evaluations } from './evaluations';
import type { RealNetwork } from './real-network';

/**
 * What the page may ask of a network that is not its process's own: to read, to evaluate where somebody has allowed that,
 * and nothing that signs a transaction to be submitted.
 */
export function realRoutes(network: RealNetwork, run: string): Route[] {
    const { recorder, source, evaluations } = network;
    return [
        get(/^network$/, () => network.view(run)),
        get(/^contracts$/, ({ query }) => {
            const name = query.need('chaincode');
            if (network.chaincodes().some((one) => one.name === name)) return network.metadataOf(name);
            throw notFound(`there is no chaincode ${name}`, 'the page lists those that there are');
        }),
        get(/^identities$/, () => Promise.resolve(network.callers.rows())),
        get(/^channel$/, () => Promise.resolve(network.facts.view())),
        ...(evaluations === undefined ? [] : evaluationRoutes(evaluations)),
        ...transactionRoutes({ network, recorder, source, feeds: new Feeds(recorder, run) }),
        ...ledgerRoutes({ network, source }),
    ];
}

/** Where somebody has allowed it. What was called can be held by nobody here. */
function evaluationRoutes(evaluations: Evaluations): Route[] {
    return [
        {
            method: 'POST',
            path: /^calls$/,
            answer: async ({ request }) => evaluations.run(await readCall(request)),
        },
    ];
}
