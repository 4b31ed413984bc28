import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { createLogger, SessionRunner, type Chaincode } from '@heddle/core';
import { chaincodeService, streamOfServerCall } from '@heddle/protocol';

/** Serves a chaincode as the environment says, with the variables that the other servers take as well. */
export function serve(chaincode: Chaincode): void {
    const { CORE_CHAINCODE_ID: packageId = '', CORE_CHAINCODE_ADDRESS: address = '' } = process.env;
    const server = new Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
    server.addService(chaincodeService, {
        connect: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
            const session = new SessionRunner(streamOfServerCall(call), {
                packageId,
                chaincode,
                logger: createLogger('warn'),
            });
            // It never rejects: what ended it is in the log.
            void session.run();
        },
    });
    server.bindAsync(address, credentials(), (error) => {
        if (error !== null) throw error;
    });
}

function credentials(): ServerCredentials {
    const { CORE_CHAINCODE_TLS_KEY_FILE: keyFile, CORE_CHAINCODE_TLS_CERT_FILE: certificateFile } = process.env;
    if (keyFile === undefined || certificateFile === undefined) return ServerCredentials.createInsecure();
    const pair = { private_key: readFileSync(keyFile), cert_chain: readFileSync(certificateFile) };
    return ServerCredentials.createSsl(null, [pair]);
}
