"""Files that hold other files: mail and mailboxes, pages saved with what they show, crawls, zip and tar."""
