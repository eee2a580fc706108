package dalsegno.api.storage.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
 * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
 * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
 * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
 * means for values is told at their methods.
 * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class StorageServiceGrpc {

  private StorageServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "dalsegno.api.storage.v1.StorageService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.WriteBlobRequest,
      dalsegno.api.storage.v1.WriteBlobResponse> getWriteBlobMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "WriteBlob",
      requestType = dalsegno.api.storage.v1.WriteBlobRequest.class,
      responseType = dalsegno.api.storage.v1.WriteBlobResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.WriteBlobRequest,
      dalsegno.api.storage.v1.WriteBlobResponse> getWriteBlobMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.WriteBlobRequest, dalsegno.api.storage.v1.WriteBlobResponse> getWriteBlobMethod;
    if ((getWriteBlobMethod = StorageServiceGrpc.getWriteBlobMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getWriteBlobMethod = StorageServiceGrpc.getWriteBlobMethod) == null) {
          StorageServiceGrpc.getWriteBlobMethod = getWriteBlobMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.WriteBlobRequest, dalsegno.api.storage.v1.WriteBlobResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.CLIENT_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "WriteBlob"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.WriteBlobRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.WriteBlobResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("WriteBlob"))
              .build();
        }
      }
    }
    return getWriteBlobMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReadBlobRequest,
      dalsegno.api.storage.v1.ReadBlobResponse> getReadBlobMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReadBlob",
      requestType = dalsegno.api.storage.v1.ReadBlobRequest.class,
      responseType = dalsegno.api.storage.v1.ReadBlobResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReadBlobRequest,
      dalsegno.api.storage.v1.ReadBlobResponse> getReadBlobMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReadBlobRequest, dalsegno.api.storage.v1.ReadBlobResponse> getReadBlobMethod;
    if ((getReadBlobMethod = StorageServiceGrpc.getReadBlobMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getReadBlobMethod = StorageServiceGrpc.getReadBlobMethod) == null) {
          StorageServiceGrpc.getReadBlobMethod = getReadBlobMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.ReadBlobRequest, dalsegno.api.storage.v1.ReadBlobResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReadBlob"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ReadBlobRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ReadBlobResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("ReadBlob"))
              .build();
        }
      }
    }
    return getReadBlobMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.FindMissingBlobsRequest,
      dalsegno.api.storage.v1.FindMissingBlobsResponse> getFindMissingBlobsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "FindMissingBlobs",
      requestType = dalsegno.api.storage.v1.FindMissingBlobsRequest.class,
      responseType = dalsegno.api.storage.v1.FindMissingBlobsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.FindMissingBlobsRequest,
      dalsegno.api.storage.v1.FindMissingBlobsResponse> getFindMissingBlobsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.FindMissingBlobsRequest, dalsegno.api.storage.v1.FindMissingBlobsResponse> getFindMissingBlobsMethod;
    if ((getFindMissingBlobsMethod = StorageServiceGrpc.getFindMissingBlobsMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getFindMissingBlobsMethod = StorageServiceGrpc.getFindMissingBlobsMethod) == null) {
          StorageServiceGrpc.getFindMissingBlobsMethod = getFindMissingBlobsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.FindMissingBlobsRequest, dalsegno.api.storage.v1.FindMissingBlobsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "FindMissingBlobs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.FindMissingBlobsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.FindMissingBlobsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("FindMissingBlobs"))
              .build();
        }
      }
    }
    return getFindMissingBlobsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutOutputsRequest,
      dalsegno.api.storage.v1.PutOutputsResponse> getPutOutputsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PutOutputs",
      requestType = dalsegno.api.storage.v1.PutOutputsRequest.class,
      responseType = dalsegno.api.storage.v1.PutOutputsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutOutputsRequest,
      dalsegno.api.storage.v1.PutOutputsResponse> getPutOutputsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutOutputsRequest, dalsegno.api.storage.v1.PutOutputsResponse> getPutOutputsMethod;
    if ((getPutOutputsMethod = StorageServiceGrpc.getPutOutputsMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getPutOutputsMethod = StorageServiceGrpc.getPutOutputsMethod) == null) {
          StorageServiceGrpc.getPutOutputsMethod = getPutOutputsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.PutOutputsRequest, dalsegno.api.storage.v1.PutOutputsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PutOutputs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PutOutputsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PutOutputsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("PutOutputs"))
              .build();
        }
      }
    }
    return getPutOutputsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetOutputsRequest,
      dalsegno.api.storage.v1.GetOutputsResponse> getGetOutputsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetOutputs",
      requestType = dalsegno.api.storage.v1.GetOutputsRequest.class,
      responseType = dalsegno.api.storage.v1.GetOutputsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetOutputsRequest,
      dalsegno.api.storage.v1.GetOutputsResponse> getGetOutputsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetOutputsRequest, dalsegno.api.storage.v1.GetOutputsResponse> getGetOutputsMethod;
    if ((getGetOutputsMethod = StorageServiceGrpc.getGetOutputsMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getGetOutputsMethod = StorageServiceGrpc.getGetOutputsMethod) == null) {
          StorageServiceGrpc.getGetOutputsMethod = getGetOutputsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.GetOutputsRequest, dalsegno.api.storage.v1.GetOutputsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetOutputs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.GetOutputsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.GetOutputsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("GetOutputs"))
              .build();
        }
      }
    }
    return getGetOutputsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PinOutputsRequest,
      dalsegno.api.storage.v1.PinOutputsResponse> getPinOutputsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PinOutputs",
      requestType = dalsegno.api.storage.v1.PinOutputsRequest.class,
      responseType = dalsegno.api.storage.v1.PinOutputsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PinOutputsRequest,
      dalsegno.api.storage.v1.PinOutputsResponse> getPinOutputsMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PinOutputsRequest, dalsegno.api.storage.v1.PinOutputsResponse> getPinOutputsMethod;
    if ((getPinOutputsMethod = StorageServiceGrpc.getPinOutputsMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getPinOutputsMethod = StorageServiceGrpc.getPinOutputsMethod) == null) {
          StorageServiceGrpc.getPinOutputsMethod = getPinOutputsMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.PinOutputsRequest, dalsegno.api.storage.v1.PinOutputsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PinOutputs"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PinOutputsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PinOutputsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("PinOutputs"))
              .build();
        }
      }
    }
    return getPinOutputsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReleaseExecutionRequest,
      dalsegno.api.storage.v1.ReleaseExecutionResponse> getReleaseExecutionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReleaseExecution",
      requestType = dalsegno.api.storage.v1.ReleaseExecutionRequest.class,
      responseType = dalsegno.api.storage.v1.ReleaseExecutionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReleaseExecutionRequest,
      dalsegno.api.storage.v1.ReleaseExecutionResponse> getReleaseExecutionMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ReleaseExecutionRequest, dalsegno.api.storage.v1.ReleaseExecutionResponse> getReleaseExecutionMethod;
    if ((getReleaseExecutionMethod = StorageServiceGrpc.getReleaseExecutionMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getReleaseExecutionMethod = StorageServiceGrpc.getReleaseExecutionMethod) == null) {
          StorageServiceGrpc.getReleaseExecutionMethod = getReleaseExecutionMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.ReleaseExecutionRequest, dalsegno.api.storage.v1.ReleaseExecutionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReleaseExecution"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ReleaseExecutionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ReleaseExecutionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("ReleaseExecution"))
              .build();
        }
      }
    }
    return getReleaseExecutionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListFilesRequest,
      dalsegno.api.storage.v1.ListFilesResponse> getListFilesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListFiles",
      requestType = dalsegno.api.storage.v1.ListFilesRequest.class,
      responseType = dalsegno.api.storage.v1.ListFilesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListFilesRequest,
      dalsegno.api.storage.v1.ListFilesResponse> getListFilesMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListFilesRequest, dalsegno.api.storage.v1.ListFilesResponse> getListFilesMethod;
    if ((getListFilesMethod = StorageServiceGrpc.getListFilesMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getListFilesMethod = StorageServiceGrpc.getListFilesMethod) == null) {
          StorageServiceGrpc.getListFilesMethod = getListFilesMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.ListFilesRequest, dalsegno.api.storage.v1.ListFilesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListFiles"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ListFilesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ListFilesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("ListFiles"))
              .build();
        }
      }
    }
    return getListFilesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteFilesRequest,
      dalsegno.api.storage.v1.DeleteFilesResponse> getDeleteFilesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteFiles",
      requestType = dalsegno.api.storage.v1.DeleteFilesRequest.class,
      responseType = dalsegno.api.storage.v1.DeleteFilesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteFilesRequest,
      dalsegno.api.storage.v1.DeleteFilesResponse> getDeleteFilesMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteFilesRequest, dalsegno.api.storage.v1.DeleteFilesResponse> getDeleteFilesMethod;
    if ((getDeleteFilesMethod = StorageServiceGrpc.getDeleteFilesMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getDeleteFilesMethod = StorageServiceGrpc.getDeleteFilesMethod) == null) {
          StorageServiceGrpc.getDeleteFilesMethod = getDeleteFilesMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.DeleteFilesRequest, dalsegno.api.storage.v1.DeleteFilesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteFiles"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.DeleteFilesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.DeleteFilesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("DeleteFiles"))
              .build();
        }
      }
    }
    return getDeleteFilesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutValueRequest,
      dalsegno.api.storage.v1.PutValueResponse> getPutValueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PutValue",
      requestType = dalsegno.api.storage.v1.PutValueRequest.class,
      responseType = dalsegno.api.storage.v1.PutValueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutValueRequest,
      dalsegno.api.storage.v1.PutValueResponse> getPutValueMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.PutValueRequest, dalsegno.api.storage.v1.PutValueResponse> getPutValueMethod;
    if ((getPutValueMethod = StorageServiceGrpc.getPutValueMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getPutValueMethod = StorageServiceGrpc.getPutValueMethod) == null) {
          StorageServiceGrpc.getPutValueMethod = getPutValueMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.PutValueRequest, dalsegno.api.storage.v1.PutValueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PutValue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PutValueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.PutValueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("PutValue"))
              .build();
        }
      }
    }
    return getPutValueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetValueRequest,
      dalsegno.api.storage.v1.GetValueResponse> getGetValueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetValue",
      requestType = dalsegno.api.storage.v1.GetValueRequest.class,
      responseType = dalsegno.api.storage.v1.GetValueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetValueRequest,
      dalsegno.api.storage.v1.GetValueResponse> getGetValueMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.GetValueRequest, dalsegno.api.storage.v1.GetValueResponse> getGetValueMethod;
    if ((getGetValueMethod = StorageServiceGrpc.getGetValueMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getGetValueMethod = StorageServiceGrpc.getGetValueMethod) == null) {
          StorageServiceGrpc.getGetValueMethod = getGetValueMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.GetValueRequest, dalsegno.api.storage.v1.GetValueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetValue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.GetValueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.GetValueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("GetValue"))
              .build();
        }
      }
    }
    return getGetValueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteValueRequest,
      dalsegno.api.storage.v1.DeleteValueResponse> getDeleteValueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteValue",
      requestType = dalsegno.api.storage.v1.DeleteValueRequest.class,
      responseType = dalsegno.api.storage.v1.DeleteValueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteValueRequest,
      dalsegno.api.storage.v1.DeleteValueResponse> getDeleteValueMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.DeleteValueRequest, dalsegno.api.storage.v1.DeleteValueResponse> getDeleteValueMethod;
    if ((getDeleteValueMethod = StorageServiceGrpc.getDeleteValueMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getDeleteValueMethod = StorageServiceGrpc.getDeleteValueMethod) == null) {
          StorageServiceGrpc.getDeleteValueMethod = getDeleteValueMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.DeleteValueRequest, dalsegno.api.storage.v1.DeleteValueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteValue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.DeleteValueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.DeleteValueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("DeleteValue"))
              .build();
        }
      }
    }
    return getDeleteValueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListValuesRequest,
      dalsegno.api.storage.v1.ListValuesResponse> getListValuesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListValues",
      requestType = dalsegno.api.storage.v1.ListValuesRequest.class,
      responseType = dalsegno.api.storage.v1.ListValuesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListValuesRequest,
      dalsegno.api.storage.v1.ListValuesResponse> getListValuesMethod() {
    io.grpc.MethodDescriptor<dalsegno.api.storage.v1.ListValuesRequest, dalsegno.api.storage.v1.ListValuesResponse> getListValuesMethod;
    if ((getListValuesMethod = StorageServiceGrpc.getListValuesMethod) == null) {
      synchronized (StorageServiceGrpc.class) {
        if ((getListValuesMethod = StorageServiceGrpc.getListValuesMethod) == null) {
          StorageServiceGrpc.getListValuesMethod = getListValuesMethod =
              io.grpc.MethodDescriptor.<dalsegno.api.storage.v1.ListValuesRequest, dalsegno.api.storage.v1.ListValuesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListValues"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ListValuesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dalsegno.api.storage.v1.ListValuesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new StorageServiceMethodDescriptorSupplier("ListValues"))
              .build();
        }
      }
    }
    return getListValuesMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static StorageServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StorageServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StorageServiceStub>() {
        @java.lang.Override
        public StorageServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StorageServiceStub(channel, callOptions);
        }
      };
    return StorageServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static StorageServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StorageServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StorageServiceBlockingV2Stub>() {
        @java.lang.Override
        public StorageServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StorageServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return StorageServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static StorageServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StorageServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StorageServiceBlockingStub>() {
        @java.lang.Override
        public StorageServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StorageServiceBlockingStub(channel, callOptions);
        }
      };
    return StorageServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static StorageServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<StorageServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<StorageServiceFutureStub>() {
        @java.lang.Override
        public StorageServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new StorageServiceFutureStub(channel, callOptions);
        }
      };
    return StorageServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Stores a stream of bytes, and names it by a path when one is given. The first message is the header, the last one
     * is the end, all between are data. Nothing is stored without the end: a stream that broke looks like one that ended.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, DIGEST_MISMATCH; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.WriteBlobRequest> writeBlob(
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.WriteBlobResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getWriteBlobMethod(), responseObserver);
    }

    /**
     * <pre>
     * Streams a blob, or a part of it, in chunks of at most 1 MiB. The bytes are checked against the digest on the way:
     * a client must throw away what it got when the stream ends with DATA_LOSS.
     * Errors: NOT_FOUND BLOB_NOT_FOUND, FILE_NOT_FOUND; DATA_LOSS BLOB_CORRUPT; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void readBlob(dalsegno.api.storage.v1.ReadBlobRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReadBlobResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReadBlobMethod(), responseObserver);
    }

    /**
     * <pre>
     * Tells which of these blobs are not stored, so that a client need not send the others. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void findMissingBlobs(dalsegno.api.storage.v1.FindMissingBlobsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.FindMissingBlobsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getFindMissingBlobsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Stores the outputs of task runs and pins each, with the files it names, for its execution.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void putOutputs(dalsegno.api.storage.v1.PutOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutOutputsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPutOutputsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns outputs by their digests. Those that are not stored are listed as missing; that is no error. An answer of
     * over 60 MiB is refused: ask for fewer.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void getOutputs(dalsegno.api.storage.v1.GetOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetOutputsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetOutputsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Checks outputs, with every file that they name, and pins them for an execution. An execution whose outputs are not
     * all there gets none pinned; the response then says what is missing or altered. An earlier pin of the same
     * execution is added to. An answer of over 60 MiB is refused, and nothing is pinned: pin fewer at once.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD.
     * </pre>
     */
    default void pinOutputs(dalsegno.api.storage.v1.PinOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PinOutputsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPinOutputsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes all pins of an execution, and what no other execution pins. An execution without pins is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void releaseExecution(dalsegno.api.storage.v1.ReleaseExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReleaseExecutionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReleaseExecutionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists files by path.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listFiles(dalsegno.api.storage.v1.ListFilesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListFilesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListFilesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes files: their paths, and the blobs that no other path names, whoever has pinned them. Outputs that name such
     * a file cannot be reused any more. Paths that name nothing are no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void deleteFiles(dalsegno.api.storage.v1.DeleteFilesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteFilesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteFilesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Keeps a value under a key; it is durable when this answers. Whoever writes last wins, and everything about the
     * value before is forgotten, its end too. Repeated, it writes again; without `overwrite` a repetition can meet what
     * the call before it wrote.
     * Errors: ALREADY_EXISTS VALUE_EXISTS; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    default void putValue(dalsegno.api.storage.v1.PutValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutValueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPutValueMethod(), responseObserver);
    }

    /**
     * <pre>
     * Returns the value of a key. One whose time is over is not found.
     * Errors: NOT_FOUND VALUE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void getValue(dalsegno.api.storage.v1.GetValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetValueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetValueMethod(), responseObserver);
    }

    /**
     * <pre>
     * Removes the value of a key. A key without a value is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    default void deleteValue(dalsegno.api.storage.v1.DeleteValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteValueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteValueMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the values of a namespace by key, without their JSON.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    default void listValues(dalsegno.api.storage.v1.ListValuesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListValuesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListValuesMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service StorageService.
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static abstract class StorageServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return StorageServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service StorageService.
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class StorageServiceStub
      extends io.grpc.stub.AbstractAsyncStub<StorageServiceStub> {
    private StorageServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StorageServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StorageServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a stream of bytes, and names it by a path when one is given. The first message is the header, the last one
     * is the end, all between are data. Nothing is stored without the end: a stream that broke looks like one that ended.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, DIGEST_MISMATCH; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.WriteBlobRequest> writeBlob(
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.WriteBlobResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncClientStreamingCall(
          getChannel().newCall(getWriteBlobMethod(), getCallOptions()), responseObserver);
    }

    /**
     * <pre>
     * Streams a blob, or a part of it, in chunks of at most 1 MiB. The bytes are checked against the digest on the way:
     * a client must throw away what it got when the stream ends with DATA_LOSS.
     * Errors: NOT_FOUND BLOB_NOT_FOUND, FILE_NOT_FOUND; DATA_LOSS BLOB_CORRUPT; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void readBlob(dalsegno.api.storage.v1.ReadBlobRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReadBlobResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getReadBlobMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Tells which of these blobs are not stored, so that a client need not send the others. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void findMissingBlobs(dalsegno.api.storage.v1.FindMissingBlobsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.FindMissingBlobsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getFindMissingBlobsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Stores the outputs of task runs and pins each, with the files it names, for its execution.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void putOutputs(dalsegno.api.storage.v1.PutOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutOutputsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPutOutputsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns outputs by their digests. Those that are not stored are listed as missing; that is no error. An answer of
     * over 60 MiB is refused: ask for fewer.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void getOutputs(dalsegno.api.storage.v1.GetOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetOutputsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetOutputsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Checks outputs, with every file that they name, and pins them for an execution. An execution whose outputs are not
     * all there gets none pinned; the response then says what is missing or altered. An earlier pin of the same
     * execution is added to. An answer of over 60 MiB is refused, and nothing is pinned: pin fewer at once.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD.
     * </pre>
     */
    public void pinOutputs(dalsegno.api.storage.v1.PinOutputsRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PinOutputsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPinOutputsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes all pins of an execution, and what no other execution pins. An execution without pins is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void releaseExecution(dalsegno.api.storage.v1.ReleaseExecutionRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReleaseExecutionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReleaseExecutionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists files by path.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listFiles(dalsegno.api.storage.v1.ListFilesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListFilesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListFilesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes files: their paths, and the blobs that no other path names, whoever has pinned them. Outputs that name such
     * a file cannot be reused any more. Paths that name nothing are no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void deleteFiles(dalsegno.api.storage.v1.DeleteFilesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteFilesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteFilesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Keeps a value under a key; it is durable when this answers. Whoever writes last wins, and everything about the
     * value before is forgotten, its end too. Repeated, it writes again; without `overwrite` a repetition can meet what
     * the call before it wrote.
     * Errors: ALREADY_EXISTS VALUE_EXISTS; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public void putValue(dalsegno.api.storage.v1.PutValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutValueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPutValueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Returns the value of a key. One whose time is over is not found.
     * Errors: NOT_FOUND VALUE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void getValue(dalsegno.api.storage.v1.GetValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetValueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetValueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Removes the value of a key. A key without a value is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public void deleteValue(dalsegno.api.storage.v1.DeleteValueRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteValueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteValueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the values of a namespace by key, without their JSON.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public void listValues(dalsegno.api.storage.v1.ListValuesRequest request,
        io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListValuesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListValuesMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service StorageService.
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class StorageServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<StorageServiceBlockingV2Stub> {
    private StorageServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StorageServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StorageServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Stores a stream of bytes, and names it by a path when one is given. The first message is the header, the last one
     * is the end, all between are data. Nothing is stored without the end: a stream that broke looks like one that ended.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, DIGEST_MISMATCH; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dalsegno.api.storage.v1.WriteBlobRequest, dalsegno.api.storage.v1.WriteBlobResponse>
        writeBlob() {
      return io.grpc.stub.ClientCalls.blockingClientStreamingCall(
          getChannel(), getWriteBlobMethod(), getCallOptions());
    }

    /**
     * <pre>
     * Streams a blob, or a part of it, in chunks of at most 1 MiB. The bytes are checked against the digest on the way:
     * a client must throw away what it got when the stream ends with DATA_LOSS.
     * Errors: NOT_FOUND BLOB_NOT_FOUND, FILE_NOT_FOUND; DATA_LOSS BLOB_CORRUPT; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dalsegno.api.storage.v1.ReadBlobResponse>
        readBlob(dalsegno.api.storage.v1.ReadBlobRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getReadBlobMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which of these blobs are not stored, so that a client need not send the others. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.FindMissingBlobsResponse findMissingBlobs(dalsegno.api.storage.v1.FindMissingBlobsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getFindMissingBlobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stores the outputs of task runs and pins each, with the files it names, for its execution.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.storage.v1.PutOutputsResponse putOutputs(dalsegno.api.storage.v1.PutOutputsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPutOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns outputs by their digests. Those that are not stored are listed as missing; that is no error. An answer of
     * over 60 MiB is refused: ask for fewer.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.GetOutputsResponse getOutputs(dalsegno.api.storage.v1.GetOutputsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks outputs, with every file that they name, and pins them for an execution. An execution whose outputs are not
     * all there gets none pinned; the response then says what is missing or altered. An earlier pin of the same
     * execution is added to. An answer of over 60 MiB is refused, and nothing is pinned: pin fewer at once.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.PinOutputsResponse pinOutputs(dalsegno.api.storage.v1.PinOutputsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPinOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes all pins of an execution, and what no other execution pins. An execution without pins is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.ReleaseExecutionResponse releaseExecution(dalsegno.api.storage.v1.ReleaseExecutionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReleaseExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists files by path.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.storage.v1.ListFilesResponse listFiles(dalsegno.api.storage.v1.ListFilesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListFilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes files: their paths, and the blobs that no other path names, whoever has pinned them. Outputs that name such
     * a file cannot be reused any more. Paths that name nothing are no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.DeleteFilesResponse deleteFiles(dalsegno.api.storage.v1.DeleteFilesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteFilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a value under a key; it is durable when this answers. Whoever writes last wins, and everything about the
     * value before is forgotten, its end too. Repeated, it writes again; without `overwrite` a repetition can meet what
     * the call before it wrote.
     * Errors: ALREADY_EXISTS VALUE_EXISTS; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.storage.v1.PutValueResponse putValue(dalsegno.api.storage.v1.PutValueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPutValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the value of a key. One whose time is over is not found.
     * Errors: NOT_FOUND VALUE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.GetValueResponse getValue(dalsegno.api.storage.v1.GetValueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes the value of a key. A key without a value is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.DeleteValueResponse deleteValue(dalsegno.api.storage.v1.DeleteValueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the values of a namespace by key, without their JSON.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.storage.v1.ListValuesResponse listValues(dalsegno.api.storage.v1.ListValuesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListValuesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service StorageService.
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class StorageServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<StorageServiceBlockingStub> {
    private StorageServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StorageServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StorageServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Streams a blob, or a part of it, in chunks of at most 1 MiB. The bytes are checked against the digest on the way:
     * a client must throw away what it got when the stream ends with DATA_LOSS.
     * Errors: NOT_FOUND BLOB_NOT_FOUND, FILE_NOT_FOUND; DATA_LOSS BLOB_CORRUPT; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public java.util.Iterator<dalsegno.api.storage.v1.ReadBlobResponse> readBlob(
        dalsegno.api.storage.v1.ReadBlobRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getReadBlobMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Tells which of these blobs are not stored, so that a client need not send the others. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.FindMissingBlobsResponse findMissingBlobs(dalsegno.api.storage.v1.FindMissingBlobsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getFindMissingBlobsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stores the outputs of task runs and pins each, with the files it names, for its execution.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.storage.v1.PutOutputsResponse putOutputs(dalsegno.api.storage.v1.PutOutputsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPutOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns outputs by their digests. Those that are not stored are listed as missing; that is no error. An answer of
     * over 60 MiB is refused: ask for fewer.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.GetOutputsResponse getOutputs(dalsegno.api.storage.v1.GetOutputsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Checks outputs, with every file that they name, and pins them for an execution. An execution whose outputs are not
     * all there gets none pinned; the response then says what is missing or altered. An earlier pin of the same
     * execution is added to. An answer of over 60 MiB is refused, and nothing is pinned: pin fewer at once.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.PinOutputsResponse pinOutputs(dalsegno.api.storage.v1.PinOutputsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPinOutputsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes all pins of an execution, and what no other execution pins. An execution without pins is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.ReleaseExecutionResponse releaseExecution(dalsegno.api.storage.v1.ReleaseExecutionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReleaseExecutionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists files by path.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.storage.v1.ListFilesResponse listFiles(dalsegno.api.storage.v1.ListFilesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListFilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes files: their paths, and the blobs that no other path names, whoever has pinned them. Outputs that name such
     * a file cannot be reused any more. Paths that name nothing are no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.DeleteFilesResponse deleteFiles(dalsegno.api.storage.v1.DeleteFilesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteFilesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Keeps a value under a key; it is durable when this answers. Whoever writes last wins, and everything about the
     * value before is forgotten, its end too. Repeated, it writes again; without `overwrite` a repetition can meet what
     * the call before it wrote.
     * Errors: ALREADY_EXISTS VALUE_EXISTS; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public dalsegno.api.storage.v1.PutValueResponse putValue(dalsegno.api.storage.v1.PutValueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPutValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Returns the value of a key. One whose time is over is not found.
     * Errors: NOT_FOUND VALUE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.GetValueResponse getValue(dalsegno.api.storage.v1.GetValueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Removes the value of a key. A key without a value is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public dalsegno.api.storage.v1.DeleteValueResponse deleteValue(dalsegno.api.storage.v1.DeleteValueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteValueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the values of a namespace by key, without their JSON.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public dalsegno.api.storage.v1.ListValuesResponse listValues(dalsegno.api.storage.v1.ListValuesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListValuesMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service StorageService.
   * <pre>
   * Keeps bytes, named by their SHA-256, the outputs of task runs, and values by key. It does not know what a flow is.
   * What no execution pins is removed when the last one that pinned it is released; values, and the files of a namespace,
   * belong to no execution and stay. The files of a namespace are those whose path has "_files" as its second part, such
   * as "dalsegno:///company.team/_files/queries/daily.sql". Writing the same bytes twice stores them once, so every method may be repeated without a request id; what that
   * means for values is told at their methods.
   * Errors of every method: UNAVAILABLE while the service stops or its database does not answer; INTERNAL.
   * </pre>
   */
  public static final class StorageServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<StorageServiceFutureStub> {
    private StorageServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected StorageServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new StorageServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Tells which of these blobs are not stored, so that a client need not send the others. Changes nothing.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.FindMissingBlobsResponse> findMissingBlobs(
        dalsegno.api.storage.v1.FindMissingBlobsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getFindMissingBlobsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Stores the outputs of task runs and pins each, with the files it names, for its execution.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.PutOutputsResponse> putOutputs(
        dalsegno.api.storage.v1.PutOutputsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPutOutputsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns outputs by their digests. Those that are not stored are listed as missing; that is no error. An answer of
     * over 60 MiB is refused: ask for fewer.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.GetOutputsResponse> getOutputs(
        dalsegno.api.storage.v1.GetOutputsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetOutputsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Checks outputs, with every file that they name, and pins them for an execution. An execution whose outputs are not
     * all there gets none pinned; the response then says what is missing or altered. An earlier pin of the same
     * execution is added to. An answer of over 60 MiB is refused, and nothing is pinned: pin fewer at once.
     * Errors: INVALID_ARGUMENT INVALID_OUTPUT, INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.PinOutputsResponse> pinOutputs(
        dalsegno.api.storage.v1.PinOutputsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPinOutputsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes all pins of an execution, and what no other execution pins. An execution without pins is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.ReleaseExecutionResponse> releaseExecution(
        dalsegno.api.storage.v1.ReleaseExecutionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReleaseExecutionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists files by path.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.ListFilesResponse> listFiles(
        dalsegno.api.storage.v1.ListFilesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListFilesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes files: their paths, and the blobs that no other path names, whoever has pinned them. Outputs that name such
     * a file cannot be reused any more. Paths that name nothing are no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.DeleteFilesResponse> deleteFiles(
        dalsegno.api.storage.v1.DeleteFilesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteFilesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Keeps a value under a key; it is durable when this answers. Whoever writes last wins, and everything about the
     * value before is forgotten, its end too. Repeated, it writes again; without `overwrite` a repetition can meet what
     * the call before it wrote.
     * Errors: ALREADY_EXISTS VALUE_EXISTS; INVALID_ARGUMENT INVALID_FIELD; RESOURCE_EXHAUSTED STORAGE_FULL.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.PutValueResponse> putValue(
        dalsegno.api.storage.v1.PutValueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPutValueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Returns the value of a key. One whose time is over is not found.
     * Errors: NOT_FOUND VALUE_NOT_FOUND; INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.GetValueResponse> getValue(
        dalsegno.api.storage.v1.GetValueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetValueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Removes the value of a key. A key without a value is no error.
     * Errors: INVALID_ARGUMENT INVALID_FIELD.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.DeleteValueResponse> deleteValue(
        dalsegno.api.storage.v1.DeleteValueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteValueMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the values of a namespace by key, without their JSON.
     * Errors: INVALID_ARGUMENT INVALID_FIELD, INVALID_PAGE_TOKEN.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dalsegno.api.storage.v1.ListValuesResponse> listValues(
        dalsegno.api.storage.v1.ListValuesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListValuesMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_READ_BLOB = 0;
  private static final int METHODID_FIND_MISSING_BLOBS = 1;
  private static final int METHODID_PUT_OUTPUTS = 2;
  private static final int METHODID_GET_OUTPUTS = 3;
  private static final int METHODID_PIN_OUTPUTS = 4;
  private static final int METHODID_RELEASE_EXECUTION = 5;
  private static final int METHODID_LIST_FILES = 6;
  private static final int METHODID_DELETE_FILES = 7;
  private static final int METHODID_PUT_VALUE = 8;
  private static final int METHODID_GET_VALUE = 9;
  private static final int METHODID_DELETE_VALUE = 10;
  private static final int METHODID_LIST_VALUES = 11;
  private static final int METHODID_WRITE_BLOB = 12;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_READ_BLOB:
          serviceImpl.readBlob((dalsegno.api.storage.v1.ReadBlobRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReadBlobResponse>) responseObserver);
          break;
        case METHODID_FIND_MISSING_BLOBS:
          serviceImpl.findMissingBlobs((dalsegno.api.storage.v1.FindMissingBlobsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.FindMissingBlobsResponse>) responseObserver);
          break;
        case METHODID_PUT_OUTPUTS:
          serviceImpl.putOutputs((dalsegno.api.storage.v1.PutOutputsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutOutputsResponse>) responseObserver);
          break;
        case METHODID_GET_OUTPUTS:
          serviceImpl.getOutputs((dalsegno.api.storage.v1.GetOutputsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetOutputsResponse>) responseObserver);
          break;
        case METHODID_PIN_OUTPUTS:
          serviceImpl.pinOutputs((dalsegno.api.storage.v1.PinOutputsRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PinOutputsResponse>) responseObserver);
          break;
        case METHODID_RELEASE_EXECUTION:
          serviceImpl.releaseExecution((dalsegno.api.storage.v1.ReleaseExecutionRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ReleaseExecutionResponse>) responseObserver);
          break;
        case METHODID_LIST_FILES:
          serviceImpl.listFiles((dalsegno.api.storage.v1.ListFilesRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListFilesResponse>) responseObserver);
          break;
        case METHODID_DELETE_FILES:
          serviceImpl.deleteFiles((dalsegno.api.storage.v1.DeleteFilesRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteFilesResponse>) responseObserver);
          break;
        case METHODID_PUT_VALUE:
          serviceImpl.putValue((dalsegno.api.storage.v1.PutValueRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.PutValueResponse>) responseObserver);
          break;
        case METHODID_GET_VALUE:
          serviceImpl.getValue((dalsegno.api.storage.v1.GetValueRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.GetValueResponse>) responseObserver);
          break;
        case METHODID_DELETE_VALUE:
          serviceImpl.deleteValue((dalsegno.api.storage.v1.DeleteValueRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.DeleteValueResponse>) responseObserver);
          break;
        case METHODID_LIST_VALUES:
          serviceImpl.listValues((dalsegno.api.storage.v1.ListValuesRequest) request,
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.ListValuesResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_WRITE_BLOB:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.writeBlob(
              (io.grpc.stub.StreamObserver<dalsegno.api.storage.v1.WriteBlobResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getWriteBlobMethod(),
          io.grpc.stub.ServerCalls.asyncClientStreamingCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.WriteBlobRequest,
              dalsegno.api.storage.v1.WriteBlobResponse>(
                service, METHODID_WRITE_BLOB)))
        .addMethod(
          getReadBlobMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.ReadBlobRequest,
              dalsegno.api.storage.v1.ReadBlobResponse>(
                service, METHODID_READ_BLOB)))
        .addMethod(
          getFindMissingBlobsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.FindMissingBlobsRequest,
              dalsegno.api.storage.v1.FindMissingBlobsResponse>(
                service, METHODID_FIND_MISSING_BLOBS)))
        .addMethod(
          getPutOutputsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.PutOutputsRequest,
              dalsegno.api.storage.v1.PutOutputsResponse>(
                service, METHODID_PUT_OUTPUTS)))
        .addMethod(
          getGetOutputsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.GetOutputsRequest,
              dalsegno.api.storage.v1.GetOutputsResponse>(
                service, METHODID_GET_OUTPUTS)))
        .addMethod(
          getPinOutputsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.PinOutputsRequest,
              dalsegno.api.storage.v1.PinOutputsResponse>(
                service, METHODID_PIN_OUTPUTS)))
        .addMethod(
          getReleaseExecutionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.ReleaseExecutionRequest,
              dalsegno.api.storage.v1.ReleaseExecutionResponse>(
                service, METHODID_RELEASE_EXECUTION)))
        .addMethod(
          getListFilesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.ListFilesRequest,
              dalsegno.api.storage.v1.ListFilesResponse>(
                service, METHODID_LIST_FILES)))
        .addMethod(
          getDeleteFilesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.DeleteFilesRequest,
              dalsegno.api.storage.v1.DeleteFilesResponse>(
                service, METHODID_DELETE_FILES)))
        .addMethod(
          getPutValueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.PutValueRequest,
              dalsegno.api.storage.v1.PutValueResponse>(
                service, METHODID_PUT_VALUE)))
        .addMethod(
          getGetValueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.GetValueRequest,
              dalsegno.api.storage.v1.GetValueResponse>(
                service, METHODID_GET_VALUE)))
        .addMethod(
          getDeleteValueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.DeleteValueRequest,
              dalsegno.api.storage.v1.DeleteValueResponse>(
                service, METHODID_DELETE_VALUE)))
        .addMethod(
          getListValuesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dalsegno.api.storage.v1.ListValuesRequest,
              dalsegno.api.storage.v1.ListValuesResponse>(
                service, METHODID_LIST_VALUES)))
        .build();
  }

  private static abstract class StorageServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    StorageServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dalsegno.api.storage.v1.Storage.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("StorageService");
    }
  }

  private static final class StorageServiceFileDescriptorSupplier
      extends StorageServiceBaseDescriptorSupplier {
    StorageServiceFileDescriptorSupplier() {}
  }

  private static final class StorageServiceMethodDescriptorSupplier
      extends StorageServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    StorageServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (StorageServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new StorageServiceFileDescriptorSupplier())
              .addMethod(getWriteBlobMethod())
              .addMethod(getReadBlobMethod())
              .addMethod(getFindMissingBlobsMethod())
              .addMethod(getPutOutputsMethod())
              .addMethod(getGetOutputsMethod())
              .addMethod(getPinOutputsMethod())
              .addMethod(getReleaseExecutionMethod())
              .addMethod(getListFilesMethod())
              .addMethod(getDeleteFilesMethod())
              .addMethod(getPutValueMethod())
              .addMethod(getGetValueMethod())
              .addMethod(getDeleteValueMethod())
              .addMethod(getListValuesMethod())
              .build();
        }
      }
    }
    return result;
  }
}
