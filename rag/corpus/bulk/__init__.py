"""Files that hold many articles each: records, exports of press databases and of services, news as XML."""
