import type { MethodDefinition } from '@grpc/grpc-js';
import { peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { chaincodeService, chaincodeSupportService } from './service';

type Method = Pick<MethodDefinition<unknown, unknown>, 'path' | 'requestStream' | 'responseStream'>;

describe('a service', () => {
    it.each<[string, Method, Method]>([
        ['Chaincode.Connect', chaincodeService.connect, peer.ChaincodeService.connect],
        ['ChaincodeSupport.Register', chaincodeSupportService.register, peer.ChaincodeSupportService.register],
    ])('has %s where fabric-protos has it, with streams both ways', (_name, ours, theirs) => {
        expect(ours.path).toBe(theirs.path);
        expect(ours.requestStream).toBe(theirs.requestStream);
        expect(ours.responseStream).toBe(theirs.responseStream);
    });

    it.each([
        ['Chaincode.Connect', chaincodeService.connect],
        ['ChaincodeSupport.Register', chaincodeSupportService.register],
    ])('passes the frames of %s on as they are', (_name, method) => {
        const whole = Uint8Array.from([0, 1, 2, 3]);
        const frame = whole.subarray(1, 3);
        for (const serialize of [method.requestSerialize, method.responseSerialize]) {
            expect(serialize(frame)).toEqual(Buffer.from([1, 2]));
            expect(serialize(frame).buffer).toBe(whole.buffer);
        }
        const received = Buffer.from([1, 2]);
        expect(method.requestDeserialize(received)).toBe(received);
        expect(method.responseDeserialize(received)).toBe(received);
    });
});
