import { EndorseError, GatewayError, signers } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { GatewayEndpoint } from '../harness/gateway-target';
import { withoutTxIds } from '../scenarios/scenario';
import { GatewayBench } from './gateway-bench';

/** Submits, evaluates and fails, with the official client. */
export function describeTransactions(endpoint: () => GatewayEndpoint): void {
    describe('the official client', () => {
        let bench: GatewayBench;
        beforeAll(() => {
            bench = new GatewayBench(endpoint());
        });
        afterAll(() => {
            bench.close();
        });

        it('submits and evaluates', async () => {
            const steps = JSON.stringify([['putState', 'gateway-a', 'é']]);
            expect(text(await bench.contract.submitTransaction('script', steps))).toBe('[{"value":null}]');
            const read = await bench.contract.evaluateTransaction('script', '[["getState","gateway-a"]]');
            expect(text(read)).toBe('[{"value":"é"}]');
        });

        it('has the result before the commit, and asks for its status as often as it likes', async () => {
            const submitted = await bench.contract.submitAsync('script', {
                arguments: [JSON.stringify([['putState', 'gateway-b', '1']])],
            });
            expect(text(submitted.getResult())).toBe('[{"value":null}]');
            const status = await submitted.getStatus();
            expect(status).toMatchObject({ successful: true, transactionId: submitted.getTransactionId() });
            expect(await bench.gateway.newCommit(submitted.getBytes()).getStatus()).toEqual(status);
        });

        it('signs elsewhere: proposal, transaction and status', async () => {
            const { gateway } = bench;
            const sign = signers.newPrivateKeySigner(endpoint().clients.Org1.privateKey);
            const unsigned = bench.propose([['putState', 'gateway-c', '1']]);
            const proposal = gateway.newSignedProposal(unsigned.getBytes(), await sign(unsigned.getDigest()));
            const endorsed = await proposal.endorse();
            const transaction = gateway.newSignedTransaction(endorsed.getBytes(), await sign(endorsed.getDigest()));
            const submitted = await transaction.submit();
            const commit = gateway.newSignedCommit(submitted.getBytes(), await sign(submitted.getDigest()));
            expect(await commit.getStatus()).toMatchObject({ successful: true });
        });

        it('keeps transient data out of what it submits', async () => {
            const proposal = bench.contract.newProposal('script', {
                arguments: ['[]'],
                transientData: { secret: 'the transient secret' },
            });
            expect(Buffer.from(proposal.getBytes()).includes('the transient secret')).toBe(true);
            const transaction = await proposal.endorse();
            expect(Buffer.from(transaction.getBytes()).includes('the transient secret')).toBe(false);
            const status = await (await transaction.submit()).getStatus();
            expect(status.successful).toBe(true);
        });

        it('is told who has said what', async () => {
            const failed = bench.contract.newProposal('respond', { arguments: ['404', 'gone\né'] });
            const message = 'chaincode response 404, gone\né';
            const details = [{ address: endpoint().peerAddress, mspId: 'Org1MSP', message }];
            const endorsing = await failed.endorse().catch((error: unknown) => error);
            expect(endorsing).toBeInstanceOf(EndorseError);
            expect(endorsing).toMatchObject({ code: 10, details, transactionId: failed.getTransactionId() });
            const evaluating = await failed.evaluate().catch((error: unknown) => error);
            expect(evaluating).toBeInstanceOf(GatewayError);
            expect(evaluating).toMatchObject({ code: 2, details });
        });

        it('cannot run a transaction again', async () => {
            const proposal = bench.propose([['putState', 'gateway-d', '1']]);
            const transaction = await proposal.endorse();
            await (await transaction.submit()).getStatus();
            const again = await proposal.endorse().catch((error: unknown) => error);
            const [detail] = (again as EndorseError).details;
            expect(withoutTxIds(detail?.message ?? '')).toMatch(/^duplicate transaction found \[TX\]\. Creator \[/);
        });
    });
}

function text(bytes: Uint8Array): string {
    return Buffer.from(bytes).toString();
}
