import { CommitError, type GatewayError, type Status, StatusCode, type Transaction } from '@hyperledger/fabric-gateway';
import { gateway as protos } from '@hyperledger/fabric-protos';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHANNEL } from '../harness/channel';
import type { GatewayEndpoint } from '../harness/gateway-target';
import type { Step } from '../scenarios/script';
import { GatewayBench } from './gateway-bench';
import { RawClient } from './raw-client';

/** What becomes of transactions in their block, by the official client's commit status. */
export function describeCommits(endpoint: () => GatewayEndpoint): void {
    describe('the commit status', () => {
        let bench: GatewayBench;
        beforeAll(() => {
            bench = new GatewayBench(endpoint());
        });
        afterAll(() => {
            bench.close();
        });

        /** Endorses all, then orders all. */
        async function submitTogether(...scripts: readonly (readonly Step[])[]): Promise<Status[]> {
            const endorsed: Transaction[] = [];
            for (const steps of scripts) endorsed.push(await bench.endorse(steps));
            const submitted = [];
            for (const transaction of endorsed) submitted.push(await transaction.submit());
            return Promise.all(submitted.map((one) => one.getStatus()));
        }

        it('is VALID for one of two that update a key in the same block, and MVCC_READ_CONFLICT for the other', async () => {
            await bench.submit([['putState', 'commit-a', '1']]);
            const update: Step[] = [
                ['getState', 'commit-a'],
                ['putState', 'commit-a', '2'],
            ];
            const [first, second] = await submitTogether(update, update);
            expect(first?.code).toBe(StatusCode.VALID);
            expect(second?.code).toBe(StatusCode.MVCC_READ_CONFLICT);
            expect(second?.blockNumber).toBe(first?.blockNumber);
        });

        it('is PHANTOM_READ_CONFLICT where a key has come into a range that was read', async () => {
            await bench.submit([['putState', 'commit-b1', '1']]);
            const [first, second] = await submitTogether(
                [['putState', 'commit-b2', '2']],
                [
                    ['getStateByRange', 'commit-b', 'commit-c'],
                    ['putState', 'commit-bb', '2'],
                ],
            );
            expect(first?.code).toBe(StatusCode.VALID);
            expect(second?.code).toBe(StatusCode.PHANTOM_READ_CONFLICT);
        });

        it('is ENDORSEMENT_POLICY_FAILURE where the client has named too few organizations', async () => {
            await bench.submit([
                ['putState', 'commit-d', '1'],
                ['setPolicy', 'commit-d', ['Org2MSP']],
            ]);
            const transaction = await bench.endorse([['putState', 'commit-d', '2']], ['Org1MSP']);
            const status = await (await transaction.submit()).getStatus();
            expect(status).toMatchObject({ code: StatusCode.ENDORSEMENT_POLICY_FAILURE, successful: false });
        });

        it('fails a submit, with the code and the transaction', async () => {
            const read: Step[] = [
                ['getState', 'commit-e'],
                ['putState', 'commit-e', '1'],
            ];
            const loser = bench.propose(read);
            const endorsed = await loser.endorse();
            await bench.submit([['putState', 'commit-e', '2']]);
            const { code, transactionId } = await (await endorsed.submit()).getStatus();
            expect([code, transactionId]).toEqual([StatusCode.MVCC_READ_CONFLICT, loser.getTransactionId()]);
            await bench.submit([
                ['putState', 'commit-f', '1'],
                ['setPolicy', 'commit-f', ['Org2MSP']],
            ]);
            const submitting = bench.contract.submit('script', {
                arguments: ['[["putState","commit-f","2"]]'],
                endorsingOrganizations: ['Org1MSP'],
            });
            const error = await submitting.catch((reason: unknown) => reason);
            expect(error).toBeInstanceOf(CommitError);
            expect(error).toMatchObject({ code: StatusCode.ENDORSEMENT_POLICY_FAILURE });
        });

        it('is that of the first one where a transaction is submitted twice', async () => {
            const transaction = await bench.endorse([['putState', 'commit-g', '1']]);
            const submitted = [await transaction.submit(), await transaction.submit()];
            for (const one of submitted) expect(await one.getStatus()).toMatchObject({ code: StatusCode.VALID });
        });

        it('is waited for by who asks before the transaction is there', async () => {
            using raw = new RawClient(endpoint());
            const transaction = await bench.endorse([['putState', 'commit-h', '1']]);
            const request = new protos.CommitStatusRequest();
            request.setChannelId(CHANNEL);
            request.setTransactionId(transaction.getTransactionId());
            request.setIdentity(raw.creator);
            const signed = new protos.SignedCommitStatusRequest();
            signed.setRequest(request.serializeBinary());
            const waiting = bench.gateway.newCommit(signed.serializeBinary()).getStatus();
            const submitted = await transaction.submit();
            expect(await waiting).toEqual(await submitted.getStatus());
        });

        it('is given up at the deadline', async () => {
            const transaction = await bench.endorse([['putState', 'commit-i', '1']]);
            const submitted = await transaction.submit();
            const never = new protos.CommitStatusRequest();
            const bytes = protos.SignedCommitStatusRequest.deserializeBinary(submitted.getBytes());
            const asked = protos.CommitStatusRequest.deserializeBinary(bytes.getRequest_asU8());
            never.setChannelId(CHANNEL);
            never.setIdentity(asked.getIdentity_asU8());
            never.setTransactionId('never');
            bytes.setRequest(never.serializeBinary());
            bytes.setSignature('');
            const waiting = bench.gateway.newCommit(bytes.serializeBinary()).getStatus({ deadline: Date.now() + 300 });
            const error = (await waiting.catch((reason: unknown) => reason)) as GatewayError;
            // CANCELLED or DEADLINE_EXCEEDED: whether the peer or the client is the first to notice.
            expect([1, 4]).toContain(error.code);
        });
    });
}
