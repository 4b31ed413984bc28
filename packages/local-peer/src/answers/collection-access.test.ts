import { type Request, requests } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RuleBench } from '../testing/rule-bench';
import { ScriptedChaincode, type ScriptedFunction } from '../testing/scripted-chaincode';

describe('the answer to', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    describe('private data requests', () => {
        const value = Buffer.from('v');
        const collection = 'secrets';
        const missing = 'collection mychannel/basic/secrets could not be found';

        function asks<Q, QInput, R, RInput>(request: Request<Q, R, RInput, QInput>, query: QInput): ScriptedFunction {
            return async ({ ask }) => {
                await ask(request, query);
            };
        }

        it.each<[string, ScriptedFunction, string]>([
            ['GET_STATE', asks(requests.getState, { key: 'k', collection }), missing],
            ['GET_STATE_MULTIPLE', asks(requests.getStateMultiple, { keys: ['k'], collection }), missing],
            ['PUT_STATE', asks(requests.putState, { key: 'k', value, collection }), missing],
            ['DEL_STATE', asks(requests.deleteState, { key: 'k', collection }), missing],
            ['GET_STATE_BY_RANGE', asks(requests.getStateByRange, { collection }), missing],
            ['GET_STATE_METADATA', asks(requests.getStateMetadata, { key: 'k', collection }), missing],
            ['PUT_STATE_METADATA', asks(requests.putStateMetadata, { key: 'k', collection }), missing],
            ['GET_QUERY_RESULT', asks(requests.getQueryResult, { query: '{}', collection }), missing],
            ['PURGE_PRIVATE_DATA', asks(requests.purgePrivateData, { key: 'k', collection }), missing],
            ['PURGE_PRIVATE_DATA', asks(requests.purgePrivateData, { key: 'k' }), 'only applicable for private data'],
            [
                'GET_PRIVATE_DATA_HASH',
                asks(requests.getPrivateDataHash, { key: 'k', collection }),
                'collection [secrets] not defined in the collection config for chaincode [basic]',
            ],
        ])('%s is a refusal: there are no collections', async (type, run, text) => {
            expect(await bench.refusal(run)).toBe(`${type} failed: transaction ID: TX: ${text}`);
        });

        it('a hash without a collection is empty, and its read is committed', async () => {
            bench.install(async ({ ask }) => {
                const hash = await ask(requests.getPrivateDataHash, { key: 'k' });
                return `${hash.length} bytes`;
            });
            const { payload, commit } = await bench.submit();
            expect([payload.toString(), commit?.status]).toEqual(['0 bytes', 'VALID']);
        });

        it('are refused in Init', async () => {
            const chaincode = new ScriptedChaincode('basic:1', {
                run: asks(requests.putState, { key: 'k', value, collection }),
            });
            bench.peer.install({ name: 'basic', packageId: 'basic:1', initRequired: true, connect: chaincode.connect });
            const result = await bench.peer.submit({ chaincode: 'basic', function: 'run', isInit: true });
            expect(result.message).toContain('private data APIs are not allowed in chaincode Init()');
        });
    });
});
