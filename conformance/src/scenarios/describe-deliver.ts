import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answersTo, openDeliver, seekEnvelope } from '../harness/deliver-client';
import { type DeliverBench, type DeliverClients, openDeliverClients } from './deliver-bench';
import { DELIVER_CASES, type DeliverCase } from './deliver-cases';
import { deliverPrivateScenarios } from './deliver-private-scenarios';
import { deliverScenarios } from './deliver-scenarios';
import type { TargetTraits } from './target';

/** Holds a peer to what Deliver gives on real ones. */
export function describeDeliver(
    title: string,
    traits: Pick<TargetTraits, 'takesBatches'>,
    bench: () => DeliverBench,
): void {
    describe(`blocks of ${title}`, () => {
        let clients: DeliverClients;

        beforeAll(async () => {
            clients = await openDeliverClients(bench());
        });

        afterAll(() => {
            clients[Symbol.dispose]();
        });

        for (const one of DELIVER_CASES) {
            // What takes batches is of Fabric 3; peers before it do not know the request.
            if (one.isNew === true && !traits.takesBatches)
                it.skip(`${one.title} (came with Fabric 3)`, () => undefined);
            else it(one.title, () => runCase(clients, one));
        }
        for (const { title: what, run } of [...deliverScenarios, ...deliverPrivateScenarios])
            it(what, () => run(clients));
    });
}

async function runCase({ client, endpoint }: DeliverClients, one: DeliverCase): Promise<void> {
    const { method = 'Deliver', client: organization = 'Org1', seek, count, halfCloses = false } = one;
    const stream = openDeliver(client, method);
    stream.write(seekEnvelope(endpoint.clients[organization], seek));
    if (halfCloses) stream.end();
    expect(await answersTo(stream, count)).toEqual(one.answers);
}
