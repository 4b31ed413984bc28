/** What `@heddle/protocol/codec` offers: all that it takes to declare protobuf messages of one's own. */
export {
    message,
    type Codec,
    type Decoded,
    type Encodable,
    type Field,
    type Fields,
    type InputOf,
    type MessageCodec,
} from './codec';
export {
    bool,
    bytes,
    bytesByName,
    embedded,
    int32,
    int64,
    messagesByNumber,
    repeatedBytes,
    repeatedMessages,
    repeatedStrings,
    string,
    uint32,
    uint64,
} from './fields';
export type { WireReader, WireWriter } from './wire';
