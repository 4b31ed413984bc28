import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { chaincodeId, chaincodeService, encodeMessage, MessageType } from '@heddle/protocol';

/** What the transport of @grpc/grpc-js alone costs: registers, and sends everything back as it came. */
const { CORE_CHAINCODE_ID: name = '', CORE_CHAINCODE_ADDRESS: address = '' } = process.env;
const server = new Server();
server.addService(chaincodeService, {
    connect: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
        call.write(encodeMessage({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name }) }));
        call.on('data', (message: Uint8Array) => call.write(message));
        call.on('error', () => undefined);
    },
});
server.bindAsync(address, ServerCredentials.createInsecure(), (error) => {
    if (error !== null) throw error;
});
