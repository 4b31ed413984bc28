import { event, IsString } from '@heddle/contract';

export class AssetTransferred {
    static readonly event = event('AssetTransferred');
    @IsString() id!: string;
    @IsString() from!: string;
    @IsString() to!: string;
}
