import { chaincodeEvents } from './chaincode-events';
import { commitStatus } from './commit-status';
import { endorse } from './endorse';
import { evaluate } from './evaluate';
import type { GatewayContext } from './gateway-context';
import { commitStatusResponse, endorseResponse, evaluateResponse } from './gateway-messages';
import { createService, type GrpcService } from './grpc-service';
import { submit } from './submit';

/** SubmitResponse has no fields. */
const SUBMITTED = Buffer.alloc(0);

/** The service that Fabric's gateway clients call (fabric-protos, gateway/gateway.proto). */
export function gatewayService(context: GatewayContext): GrpcService {
    return createService('gateway.Gateway', {
        Evaluate: {
            unary: async (request) => evaluateResponse.encode({ result: await evaluate(context, request) }),
        },
        Endorse: {
            unary: async (request) => {
                const payload = await endorse(context, request);
                return endorseResponse.encode({ preparedTransaction: { payload } });
            },
        },
        Submit: {
            unary: (request) => {
                submit(context, request);
                return Promise.resolve(SUBMITTED);
            },
        },
        CommitStatus: {
            unary: async (request, call) => {
                const { validationCode, blockNumber } = await commitStatus(context, request, call);
                return commitStatusResponse.encode({ result: validationCode, blockNumber });
            },
        },
        ChaincodeEvents: { stream: (request, signal) => chaincodeEvents(context, request, signal) },
    });
}
