import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayEndpoint } from '../harness/gateway-target';
import { withoutTxIds } from '../scenarios/scenario';
import { endorseRefusals } from './endorse-refusals';
import { evaluateRefusals } from './evaluate-refusals';
import { eventsRefusals } from './events-refusals';
import { type Answer, RawClient } from './raw-client';
import type { Refusal } from './refusal';
import { statusRefusals } from './status-refusals';
import { submitRefusals } from './submit-refusals';

const REFUSALS: Readonly<Record<string, readonly Refusal[]>> = {
    Evaluate: evaluateRefusals,
    Endorse: endorseRefusals,
    Submit: submitRefusals,
    CommitStatus: statusRefusals,
    ChaincodeEvents: eventsRefusals,
};

/** Requests that are refused, with the code, the text and the details of real peers. */
export function describeRefusals(isOf31: boolean, endpoint: () => GatewayEndpoint): void {
    describe.each(Object.entries(REFUSALS))('%s refuses', (_method, refusals) => {
        let client: RawClient;
        beforeAll(() => {
            client = new RawClient(endpoint());
        });
        afterAll(() => {
            client.close();
        });
        for (const { title, ask, answer, isOf31: differs = false } of refusals) {
            // 2.5 says it otherwise, and the embedded gateway speaks as 3.1 does.
            if (differs && !isOf31) it.skip(`${title} (in words of 3.1)`, () => undefined);
            else
                it(title, async () => {
                    expect(readable(await ask(client))).toEqual(readable(answer));
                });
        }
    });
}

/** Without transaction ids, and without the no-break spaces by which Go keeps programs from relying on its texts. */
function readable({ code, message, details }: Answer): Answer {
    const plain = (text: string): string => withoutTxIds(text).replaceAll('\u00a0', ' ');
    return {
        code,
        message: plain(message),
        details: details.map((one) => ({ mspId: one.mspId, message: plain(one.message) })),
    };
}
